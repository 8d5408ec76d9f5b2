import { t } from '../i18n/i18n.ts';
import { chooseRun } from '../shell/session.ts';
import { useLists } from '../shell/lists-store.ts';
import { PanelFrame } from '../shell/PanelFrame.tsx';
import { useCurrentRun } from './current-run.ts';
import { formatDuration, formatInstant } from './format.ts';
import { triggerWords } from './trigger-words.ts';
import styles from './RunHistory.module.css';
import { StateBadge } from './StateBadge.tsx';

/** The runs of the open workflow, newest first; a click shows one on the canvas. */
export function RunHistory() {
  const runs = useLists((lists) => lists.runs);
  const shown = useCurrentRun((state) => state.runId);
  return (
    <PanelFrame title={t('Runs')} about={runs.length > 0 ? t('Choose one to see it on the canvas.') : t('This workflow has not run yet.')}>
      <ul className={styles.runs}>
        {runs.map((run) => (
          <li key={run.id}>
            <button type="button" className={styles.run} aria-pressed={run.id === shown} data-testid={`history-run-${run.number}`} onClick={() => chooseRun(run.id)}>
              <StateBadge state={run.state} />
              <span className={styles.words}>
                <b className="numbers">{t('Run {{number}}', { number: run.number })}</b>
                <span className="quiet numbers">{formatInstant(run.queuedAt)} · {t(triggerWords[run.trigger.kind])}</span>
              </span>
              <span className={`${styles.end} quiet numbers`}>
                {run.finishedAt && <span>{formatDuration(run.queuedAt, run.finishedAt)}</span>}
                <span>v{run.workflowVersion}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </PanelFrame>
  );
}
