import { isSettled, type NodeRunState } from '@millrace/workflow';
import { said, t } from '../i18n/i18n.ts';
import { useQueue } from '../queue/queue-store.ts';
import { runWaitWords } from '../queue/wait-words.ts';
import { useRunStates } from './current-run.ts';
import { formatDuration, formatInstant } from './format.ts';
import { VersionLink } from '../versions/VersionLink.tsx';
import { nodeName } from '../run-scope/node-name.ts';
import { scopeWords } from '../run-scope/scope-words.ts';
import styles from './RunSummaryCard.module.css';
import { stateWords, StateBadge } from './StateBadge.tsx';
import { triggerWords } from './trigger-words.ts';

/** The run that is shown, summed up: how it ended and what its nodes did. */
export function RunSummaryCard() {
  const run = useRunStates();
  const wait = useQueue(({ queue }) => (queue && run && !run.finishedAt ? runWaitWords(run, queue, { runId: run.id, workflowId: run.workflowId, nameOf: nodeName }) : undefined));
  if (!run) return <p className="quiet">{t('This workflow has not run yet. Press Run to see its nodes work.')}</p>;
  const nodes = Object.values(run.nodes);
  const counts = new Map<NodeRunState, number>();
  for (const { state } of nodes) counts.set(state, (counts.get(state) ?? 0) + 1);
  const settled = nodes.filter(isSettled).length;
  return (
    <section className={styles.card} aria-label={t('Run {{number}}', { number: run.number })}>
      <div className={styles.line}>
        <strong>{t('Run {{number}}', { number: run.number })}</strong>
        <StateBadge state={run.state} worded />
      </div>
      <p className="quiet numbers">
        {formatInstant(run.queuedAt)}
        {run.startedAt && run.finishedAt && ` · ${formatDuration(run.startedAt, run.finishedAt)}`}
        {` · ${t(triggerWords[run.trigger.kind])} · `}<VersionLink version={run.workflowVersion} />
      </p>
      {run.scope && <p>{t('Runs a part of the workflow: {{part}}.', { part: scopeWords(run.scope, nodeName) })}</p>}
      {wait !== undefined && <p>{wait}</p>}
      {run.message && <p>{said({ message: run.message, words: run.words })}</p>}
      <div className={styles.track} aria-hidden><span style={{ width: `${(settled / Math.max(1, nodes.length)) * 100}%` }} /></div>
      <ul className={styles.counts}>{[...counts].map(([state, count]) => <li key={state}><b className="numbers">{count}</b> {stateWords(state).toLowerCase()}</li>)}</ul>
    </section>
  );
}
