import { ActionIcon, Button, Tooltip, UnstyledButton } from '@mantine/core';
import { isFinished, isSettled, type Run } from '@millrace/workflow';
import { useState } from 'react';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { RunAgainButton } from '../run-scope/RunAgainButton.tsx';
import { RunScopeNote } from '../run-scope/RunScopeNote.tsx';
import { chooseRun } from '../shell/session.ts';
import { useUi } from '../shell/ui-store.ts';
import { useCurrentRun, useRunStates, useRunView } from './current-run.ts';
import { pauseControl } from './pause-control.ts';
import styles from './RunBar.module.css';
import { RunNews } from './RunNews.tsx';
import { cancelRun, pauseRun, resumeRun, startRun } from './start-run.ts';
import { StateBadge } from './StateBadge.tsx';

/** How the run that is shown stands. It grows and shrinks as the run goes on. */
export function RunStanding() {
  const runId = useRunView((view) => view.run?.id);
  const pinned = useCurrentRun((current) => current.pinned);
  const inNotebook = useUi((ui) => ui.view === 'notebook');
  return (
    <div className={styles.bar}>
      <Standing />
      <RunNews />
      {runId !== undefined && !pinned && !inNotebook && (
        <Tooltip label={t('See this run from start to end')}>
          <ActionIcon variant="subtle" color="gray" size={28} aria-label={t('See this run from start to end')} data-testid="look-at-run" onClick={() => chooseRun(runId)}><Icon name="history" size={15} /></ActionIcon>
        </Tooltip>
      )}
      {pinned && inNotebook && (
        <UnstyledButton className={styles.back} onClick={() => chooseRun(undefined)}>{t('Back to the newest')}</UnstyledButton>
      )}
    </div>
  );
}

/** What can be done: start a run, or pause and cancel the one that goes on. They take the same room, so that nothing beside them moves. */
export function RunActions() {
  const state = useRunView((view) => view.run?.state);
  const active = useRunView((view) => view.run !== undefined && !isFinished(view.run));
  const pinned = useCurrentRun((current) => current.pinned);
  return (
    <div className={styles.actions}>
      {active && state && !pinned ? <><PauseButton state={state} /><CancelButton cancelling={state === 'cancelling'} /></> : <><RunAgain /><RunButton /></>}
    </div>
  );
}

/** The part that changes with each event. */
function Standing() {
  const run = useRunView((view) => view.run);
  const applied = useRunView((view) => view.applied);
  return (
    <span data-testid="run-state" data-seq={run?.seq ?? 0} data-applied={applied} data-run={run?.id} data-state={run?.state ?? 'none'} className={styles.state}>
      {run && <><span className="numbers">{t('Run {{number}}', { number: run.number })}</span><StateBadge state={run.state} worded /><RunScopeNote scope={run.scope} />{!isFinished(run) && <span className="quiet numbers">{stepsDone(run)}</span>}</>}
    </span>
  );
}

/** Beside the button that runs, once the run is over. */
function RunAgain() {
  const run = useRunStates();
  return run ? <RunAgainButton run={run} /> : null;
}

function stepsDone(run: Run): string {
  const nodes = Object.values(run.nodes);
  return t('{{done}} of {{count}}', { done: nodes.filter(isSettled).length, count: nodes.length });
}

function RunButton() {
  const [starting, setStarting] = useState(false);
  const start = () => {
    setStarting(true);
    void startRun().finally(() => setStarting(false));
  };
  return (
    <Tooltip label={t('Run this workflow (Ctrl+Enter)')}>
      <Button size="sm" h={32} px={16} leftSection={<Icon name="play" size={13} filled />} data-testid="run-button" loading={starting} onClick={start}>{t('Run')}</Button>
    </Tooltip>
  );
}

/** Pauses a run, or lets a paused one go on; a run that is being cancelled has neither. */
function PauseButton({ state }: { readonly state: Run['state'] }) {
  const control = pauseControl(state);
  if (!control) return null;
  const { does, words, disabled } = control;
  const resumes = does === 'resume';
  return (
    <Button
      size="sm" h={32} px={14} variant="default" leftSection={<Icon name={resumes ? 'play' : 'pause'} size={13} filled />}
      data-testid={`${does}-button`} disabled={disabled} onClick={() => void (resumes ? resumeRun() : pauseRun())}
    >
      {t(words)}
    </Button>
  );
}

function CancelButton({ cancelling }: { readonly cancelling: boolean }) {
  return (
    <Button size="sm" h={32} px={14} variant="default" leftSection={<Icon name="stop" size={13} filled />} data-testid="cancel-button" disabled={cancelling} onClick={() => void cancelRun()}>
      {cancelling ? t('Cancelling') : t('Cancel')}
    </Button>
  );
}
