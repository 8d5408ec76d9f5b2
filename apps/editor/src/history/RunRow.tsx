import type { RunSummary } from '@millrace/workflow';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { useQueue } from '../queue/queue-store.ts';
import { runWaitWords } from '../queue/wait-words.ts';
import { nodeName } from '../run-scope/node-name.ts';
import { scopeWords } from '../run-scope/scope-words.ts';
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
          <Part run={run} />
          <OfWorkflow id={run.workflowId} />
          <Why run={run} />
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

/** Which part of its workflow a run ran; nothing when that is all of it. */
function Part({ run: { scope, trigger, workflowId } }: { readonly run: RunSummary }) {
  const ofOpen = useWorkflow((state) => state.id === workflowId);
  const part = scope && scopeWords(scope, ofOpen ? nodeName : (nodeId) => nodeId);
  const words = trigger.again ? t('again from run {{number}}', { number: trigger.again.number }) : part;
  return words === undefined ? null : <span className="quiet cut numbers" title={part} data-testid="run-part">{words}</span>;
}

/** Why a run that has not ended does nothing now. */
function Why({ run }: { readonly run: RunSummary }) {
  const words = useQueue(({ queue }) => {
    if (!queue || run.finishedAt !== undefined) return undefined;
    return runWaitWords(run, queue, { runId: run.id, workflowId: run.workflowId, nameOf: nodeName });
  });
  return words === undefined ? null : <span className={styles.note} title={words} data-testid="run-wait">{words}</span>;
}

/** The workflow that a run is of, where the list holds those of several. */
function OfWorkflow({ id }: { readonly id: string }) {
  const everywhere = useHistory(({ filter }) => filter.everywhere);
  const open = useWorkflow((state) => state.id === id);
  const name = useLists(({ workflows }) => workflows.find((workflow) => workflow.id === id)?.name);
  return everywhere && !open ? <span className="quiet cut">{name ?? t('a deleted workflow')}</span> : null;
}
