import { said, t } from '../i18n/i18n.ts';
import { attemptUsageWords, useUsageWords, useWaitWords } from '../queue/use-wait.ts';
import { formatDuration, formatInstant } from '../runs/format.ts';
import { reasonOf } from '../runs/reason-of.ts';
import { useNodeRun } from '../runs/current-run.ts';
import { progressLine } from '../runs/node-line.ts';
import { StateBadge } from '../runs/StateBadge.tsx';
import styles from './Inspector.module.css';

/** How the node fares in the run that is shown, and why. */
export function NodeOutcome({ nodeId }: { readonly nodeId: string }) {
  const run = useNodeRun(nodeId);
  const wait = useWaitWords(nodeId);
  const uses = useUsageWords(nodeId);
  if (!run) return null;
  const { state, startedAt, finishedAt, attempt, error, usage } = run;
  const reason = reasonOf(run);
  const when = startedAt && finishedAt && state !== 'reused' ? `${formatInstant(finishedAt)} · ${formatDuration(startedAt, finishedAt)}` : '';
  return (
    <section className={styles.outcome} aria-label={t('In this run')}>
      <div className={styles.outcomeLine}>
        <StateBadge state={state} worded />
        <span className="quiet numbers">{state === 'running' ? progressLine(run.progress) : when}</span>
      </div>
      {wait !== undefined && state !== 'running' && <p className={styles.reason} data-testid="wait-reason">{wait}</p>}
      {state === 'running' && uses !== undefined && <p className={`${styles.reason} numbers`} data-testid="usage">{uses}</p>}
      {usage && state !== 'running' && <p className={`${styles.reason} numbers`} data-testid="attempt-usage">{attemptUsageWords(usage)}</p>}
      {reason && <p className={styles.reason}>{reason}</p>}
      {error && (
        <p className={styles.error}>
          {said(error)}
          {attempt > 1 && <span className="quiet"> {t('(attempt {{attempt}})', { attempt })}</span>}
        </p>
      )}
    </section>
  );
}
