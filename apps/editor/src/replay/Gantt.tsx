import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { ticks } from '../charts/ticks.ts';
import { t } from '../i18n/i18n.ts';
import { formatMilliseconds } from '../runs/format.ts';
import { barWords, criticalWords } from './gantt-words.ts';
import styles from './Gantt.module.css';
import { showInstant, useReplay } from './replay-store.ts';
import { selectNode, useRunPage } from './run-page-store.ts';
import type { Timeline, TimelineRow } from './timeline.ts';

interface GanttProps {
  readonly timeline: Timeline;
  readonly nameOf: (nodeId: string) => string;
  readonly height: number;
}

const rowHeight = 24;

/** When each node waited and worked, a row for each; a click on a row chooses its node, one on the axis an instant. */
export function Gantt({ timeline, nameOf, height }: GanttProps) {
  const { rows, critical } = timeline;
  const frame = useRef<HTMLDivElement>(null);
  const chosen = useRunPage((state) => state.nodeId);
  const place = rows.findIndex(({ nodeId }) => nodeId === chosen);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => frame.current, estimateSize: () => rowHeight, overscan: 12 });
  useEffect(() => {
    if (place >= 0) virtual.scrollToIndex(place, { align: 'auto' });
  }, [place, virtual]);
  const press = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, number>> = { ArrowDown: place + 1, ArrowUp: place < 0 ? rows.length - 1 : place - 1, Home: 0, End: rows.length - 1 };
    const next = moves[event.key];
    if (next === undefined || rows.length === 0) return;
    event.preventDefault();
    selectNode(rows[Math.min(Math.max(next, 0), rows.length - 1)]?.nodeId);
  };
  return (
    <div className={styles.gantt} style={{ height }} data-testid="gantt">
      <p className={styles.critical} data-testid="critical-path">{criticalWords(critical, nameOf)}</p>
      <Axis timeline={timeline} />
      <div
        ref={frame} className={styles.rows} role="listbox" tabIndex={0} aria-label={t('What each node did, in the order in which they began')} aria-activedescendant={place < 0 ? undefined : `timeline-${place}`}
        onKeyDown={press}
      >
        <div className={styles.sheet} style={{ height: virtual.getTotalSize() }}>
          <Cursor timeline={timeline} />
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            return row && <Row key={row.nodeId} id={`timeline-${index}`} row={row} timeline={timeline} name={nameOf(row.nodeId)} chosen={row.nodeId === chosen} top={start} />;
          })}
        </div>
      </div>
    </div>
  );
}

interface RowProps {
  readonly id: string;
  readonly row: TimelineRow;
  readonly timeline: Timeline;
  readonly name: string;
  readonly chosen: boolean;
  readonly top: number;
}

function Row({ id, row, timeline, name, chosen, top }: RowProps) {
  const said = row.bars.map((bar) => barWords(bar, timeline.from));
  return (
    <div
      id={id} role="option" aria-selected={chosen} className={styles.row} data-critical={row.critical} data-testid={`timeline-${row.nodeId}`} style={{ transform: `translateY(${top}px)` }}
      aria-label={[name, ...(row.critical ? [t('on the critical path')] : []), ...(said.length > 0 ? said : [t('not begun')])].join(t(', '))} onClick={() => selectNode(row.nodeId)}
    >
      <span className={`${styles.name} cut`} title={name}>{name}</span>
      <span className={styles.track}>
        {row.bars.map((bar, index) => (
          <span
            key={index} className={styles.bar} data-kind={bar.kind} data-outcome={bar.outcome} title={said[index]}
            style={{ left: share(bar.from, timeline), width: bar.to > bar.from ? `max(2px, ${share(bar.to - bar.from + timeline.from, timeline)})` : undefined }}
          />
        ))}
      </span>
    </div>
  );
}

function Axis({ timeline }: { readonly timeline: Timeline }) {
  const { from, to } = timeline;
  const marks = ticks(0, to - from, 6).filter((mark) => mark <= to - from);
  return (
    <div className={styles.axis}>
      <div
        className={styles.scale}
        onPointerDown={({ clientX, currentTarget }) => {
          const { left, width } = currentTarget.getBoundingClientRect();
          showInstant(from + ((clientX - left) / width) * (to - from));
        }}
      >
        {marks.map((mark) => <span key={mark} className="numbers" style={{ left: share(from + mark, timeline) }}>{formatMilliseconds(mark)}</span>)}
      </div>
    </div>
  );
}

function Cursor({ timeline }: { readonly timeline: Timeline }) {
  const instant = useReplay((state) => state.instant);
  return instant === undefined || instant < timeline.from ? null : <div className={styles.overlay}><span className={styles.cursor} style={{ left: share(instant, timeline) }} /></div>;
}

/** Where an instant lies on the axis, in percent. */
function share(instant: number, { from, to }: Timeline): string {
  return `${((instant - from) / Math.max(1, to - from)) * 100}%`;
}
