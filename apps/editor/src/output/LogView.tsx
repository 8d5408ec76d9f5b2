import type { LogLine } from '@millrace/workflow';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { t } from '../i18n/i18n.ts';
import { useNodeRun, useRunView } from '../runs/current-run.ts';
import { formatNumber } from '../runs/format.ts';
import { Message } from './Message.tsx';
import styles from './Values.module.css';

const none: readonly LogLine[] = [];

/** What a node wrote to its log, the newest at the end and kept in sight unless the reader scrolled up. */
export default function LogView({ nodeId }: { readonly nodeId: string }) {
  const lines = useRunView((view) => view.logs[nodeId] ?? none);
  const written = useNodeRun(nodeId)?.logLines ?? 0;
  const frame = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const rows = useVirtualizer({ count: lines.length, getScrollElement: () => frame.current, estimateSize: () => 20, overscan: 20 });
  useEffect(() => {
    if (atEnd.current && lines.length > 0) rows.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [lines, rows]);
  if (lines.length === 0) return <Message>{t('Nothing was written to the log.')}</Message>;
  return (
    <div
      ref={frame} className={styles.log} role="log" aria-label={t('Log')} tabIndex={0} data-testid="output-log"
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < 24;
      }}
    >
      {written > lines.length && <p className={styles.logLine}>{t('The first {{count}} lines are not shown.', { count: formatNumber(written - lines.length) })}</p>}
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(({ index, key, start }) => {
          const line = lines[index];
          return line && (
            <div key={key} ref={rows.measureElement} data-index={index} className={styles.logLine} data-level={line.level} style={{ position: 'absolute', insetInline: 0, transform: `translateY(${start}px)` }}>
              <span>{line.level}</span><span>{line.message}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
