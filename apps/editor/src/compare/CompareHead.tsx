import { ActionIcon, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { formatDuration, formatInstant } from '../runs/format.ts';
import { StateBadge } from '../runs/StateBadge.tsx';
import { triggerWords } from '../runs/trigger-words.ts';
import { compareRuns, openRun } from '../shell/session.ts';
import { inputRows } from './compare-runs.ts';
import styles from './ComparePage.module.css';
import type { ComparedRun } from './use-comparison.ts';

/** The runs themselves: when, how long, of which version, and what was written about them. A click on one opens it. */
export function CompareHead({ sides }: { readonly sides: readonly ComparedRun[] }) {
  const open = ({ run }: ComparedRun) => {
    compareRuns(undefined);
    openRun(run);
  };
  const without = (runId: string) => compareRuns(sides.map(({ run }) => run.id).filter((id) => id !== runId));
  return (
    <table className={`${styles.table} ${styles.head}`} data-testid="compare-runs">
      <thead>
        <tr>
          <th scope="col">{t('Run')}</th>
          {sides.map((side) => (
            <th key={side.run.id} scope="col">
              <UnstyledButton className={styles.open} onClick={() => open(side)}>{t('Run {{number}}', { number: side.run.number })}</UnstyledButton>
              {sides.length > 2 && <ActionIcon size={20} variant="subtle" color="gray" aria-label={t('Compare without run {{number}}', { number: side.run.number })} onClick={() => without(side.run.id)}><Icon name="close" size={11} /></ActionIcon>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <Line title={t('State')} sides={sides} cell={({ run }) => <StateBadge state={run.state} worded />} />
        <Line title={t('Started')} sides={sides} cell={({ run }) => `${formatInstant(run.queuedAt)} · ${t(triggerWords[run.trigger.kind])}`} />
        <Line title={t('Took')} sides={sides} cell={({ run }) => (run.startedAt && run.finishedAt ? formatDuration(run.startedAt, run.finishedAt) : '–')} />
        <Line title={t('Version')} sides={sides} cell={({ run, document }) => `v${run.workflowVersion} · ${document.name}`} />
        {inputRows(sides).map(({ name, title, values }) => <Line key={name} title={t('Input: {{name}}', { name: title })} sides={sides} cell={(side) => values[sides.indexOf(side)] ?? '–'} />)}
        <Line title={t('Tags')} sides={sides} cell={({ summary }) => summary?.tags.join(t(', ')) || '–'} />
        <Line title={t('Note')} sides={sides} cell={({ summary }) => <span className={styles.text}>{summary?.note || '–'}</span>} />
      </tbody>
    </table>
  );
}

function Line({ title, sides, cell }: { readonly title: string; readonly sides: readonly ComparedRun[]; readonly cell: (side: ComparedRun) => ReactNode }) {
  return <tr><th scope="row"><span>{title}</span></th>{sides.map((side) => <td key={side.run.id} className="numbers">{cell(side)}</td>)}</tr>;
}
