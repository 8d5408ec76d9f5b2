import type { RunSummary } from '@millrace/workflow';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { useCurrentRun } from '../runs/current-run.ts';
import { formatDuration, formatInstant } from '../runs/format.ts';
import { StateBadge } from '../runs/StateBadge.tsx';
import { triggerWords } from '../runs/trigger-words.ts';
import { mostCompared } from '../shell/address.ts';
import { useLists } from '../shell/lists-store.ts';
import { openRun } from '../shell/session.ts';
import { VersionLink } from '../versions/VersionLink.tsx';
import { narrow, tick, useHistory } from './history-store.ts';
import styles from './RunHistory.module.css';
import { RunMarksButton } from './RunMarksButton.tsx';

/** One run of the history: how it ended, and what people wrote about it. */
export function RunRow({ run }: { readonly run: RunSummary }) {
  const shown = useCurrentRun((state) => state.runId === run.id);
  const ticked = useHistory((state) => state.ticked.includes(run.id));
  const full = useHistory((state) => state.ticked.length >= mostCompared);
  const ofOpen = useWorkflow((state) => state.id === run.workflowId);
  return (
    <li className={styles.row} data-shown={shown}>
      <button type="button" className={styles.run} aria-pressed={shown} data-testid={`history-run-${run.number}`} onClick={() => openRun(run)}>
        <StateBadge state={run.state} />
        <span className={styles.words}>
          <b className="numbers">{t('Run {{number}}', { number: run.number })}</b>
          <span className="quiet numbers">{formatInstant(run.queuedAt)} · {t(triggerWords[run.trigger.kind])}</span>
          <OfWorkflow id={run.workflowId} />
          {run.note !== '' && <span className={styles.note} title={run.note}>{run.note}</span>}
        </span>
        <span className={`${styles.end} quiet numbers`}>
          {run.finishedAt && <span>{formatDuration(run.queuedAt, run.finishedAt)}</span>}
          {!ofOpen && <span>v{run.workflowVersion}</span>}
        </span>
      </button>
      <input
        type="checkbox" className={styles.tick} checked={ticked} disabled={full && !ticked} title={t('Compare run {{number}}', { number: run.number })} aria-label={t('Compare run {{number}}', { number: run.number })}
        data-testid={`tick-run-${run.number}`} onChange={() => tick(run.id)}
      />
      <RunMarksButton run={run} />
      {ofOpen && <span className={styles.version}><VersionLink version={run.workflowVersion} /></span>}
      {run.tags.length > 0 && (
        <div className={styles.tags} role="group" aria-label={t('Tags of run {{number}}', { number: run.number })}>
          {run.tags.map((tag) => (
            <button key={tag} type="button" className={styles.tag} title={t('Show the runs with this tag')} onClick={() => narrow({ tag })}>{tag}</button>
          ))}
        </div>
      )}
    </li>
  );
}

/** The workflow that a run is of, where the list holds those of several. */
function OfWorkflow({ id }: { readonly id: string }) {
  const everywhere = useHistory(({ filter }) => filter.everywhere);
  const open = useWorkflow((state) => state.id === id);
  const name = useLists(({ workflows }) => workflows.find((workflow) => workflow.id === id)?.name);
  return everywhere && !open ? <span className="quiet cut">{name ?? t('a deleted workflow')}</span> : null;
}
