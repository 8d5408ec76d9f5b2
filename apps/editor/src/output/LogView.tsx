import { NativeSelect, TextInput } from '@mantine/core';
import type { LogLine } from '@millrace/workflow';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { later, t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { useNodeRun, useRunView } from '../runs/current-run.ts';
import { formatNumber } from '../runs/format.ts';
import { levels, linesOf, partsOf, type LogQuestion } from './log-lines.ts';
import { Message } from './Message.tsx';
import styles from './Values.module.css';

const none: readonly LogLine[] = [];
const levelNames: Readonly<Record<LogLine['level'], string>> = { debug: later('All levels'), info: later('Without debug'), warn: later('Warnings and errors'), error: later('Only errors') };

/** What a node wrote to its log, by level and by what is looked for; the newest is at the end and kept in sight unless the reader scrolled up. */
export default function LogView({ nodeId }: { readonly nodeId: string }) {
  const lines = useRunView((view) => view.logs[nodeId] ?? none);
  const written = useNodeRun(nodeId)?.logLines ?? 0;
  const [question, setQuestion] = useState<LogQuestion>({ level: 'debug', text: '' });
  const shown = useMemo(() => linesOf(lines, question), [lines, question]);
  if (lines.length === 0) return <Message>{t('Nothing was written to the log.')}</Message>;
  return (
    <>
      <div className={styles.logBar} role="search" aria-label={t('Search the log')}>
        <TextInput
          size="xs" className={styles.logSearch} aria-label={t('Search the log')} placeholder={t('Search the log')} value={question.text} leftSection={<Icon name="search" size={13} />} data-testid="log-search"
          onChange={(event) => setQuestion({ ...question, text: event.currentTarget.value })}
        />
        <NativeSelect
          size="xs" aria-label={t('Level')} data={levels.map((value) => ({ value, label: t(levelNames[value]) }))} value={question.level} data-testid="log-level"
          onChange={(event) => setQuestion({ ...question, level: event.currentTarget.value as LogLine['level'] })} // the options are levels
        />
        <span className="quiet numbers" role="status" data-testid="log-count">
          {shown === lines ? t('{{count}} lines', { count: formatNumber(lines.length) }) : t('{{count}} of {{total}} lines', { count: formatNumber(shown.length), total: formatNumber(lines.length) })}
          {written > lines.length && ` ${t('The first {{count}} lines are not shown.', { count: formatNumber(written - lines.length) })}`}
        </span>
      </div>
      {shown.length === 0 ? <Message>{t('No line is like that.')}</Message> : <Lines lines={shown} text={question.text} />}
    </>
  );
}

function Lines({ lines, text }: { readonly lines: readonly LogLine[]; readonly text: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const rows = useVirtualizer({ count: lines.length, getScrollElement: () => frame.current, estimateSize: () => 20, overscan: 20 });
  useEffect(() => {
    if (atEnd.current && lines.length > 0) rows.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [lines, rows]);
  return (
    <div
      ref={frame} className={styles.log} role="log" aria-label={t('Log')} tabIndex={0} data-testid="output-log"
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < 24;
      }}
    >
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(({ index, key, start }) => {
          const line = lines[index];
          return line && (
            <div key={key} ref={rows.measureElement} data-index={index} className={styles.logLine} data-level={line.level} style={{ position: 'absolute', insetInline: 0, transform: `translateY(${start}px)` }}>
              <span>{line.level}</span><span>{partsOf(line.message, text).map((part, place) => (part.found ? <mark key={place}>{part.text}</mark> : part.text))}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
