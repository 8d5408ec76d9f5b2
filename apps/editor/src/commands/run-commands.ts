import { isFinished } from '@millrace/workflow';
import { useCanvas } from '../canvas/canvas-store.ts';
import { t } from '../i18n/i18n.ts';
import { nodeGestures } from '../run-scope/node-gestures.ts';
import { currentRunView } from '../runs/current-run.ts';
import { pauseControl } from '../runs/pause-control.ts';
import { cancelRun, pauseRun, resumeRun, startRun } from '../runs/start-run.ts';
import type { Command } from './command.ts';
import { isDocumentShown } from './view-commands.ts';

const selectedSteps = () => (isDocumentShown() ? useCanvas.getState().elements.filter(({ type, selected }) => type === 'step' && selected).map(({ id }) => id) : []);

export const runCommands: readonly Command[] = [
  { id: 'run.start', group: 'run', label: () => t('Run this workflow'), icon: 'play', shortcuts: ['Mod+Enter'], keys: 'in fields too', run: () => startRun() },
  ...nodeGestures.map(({ id, icon, words, scope }): Command => ({ id: `run.${id}`, group: 'run', label: () => t(words), icon, isEnabled: () => selectedSteps().length > 0, run: () => startRun(scope(selectedSteps())) })),
  { id: 'run.pause', group: 'run', label: () => t('Pause the run'), icon: 'pause', isEnabled: () => canPause('pause'), run: pauseRun },
  { id: 'run.resume', group: 'run', label: () => t('Resume the run'), icon: 'play', isEnabled: () => canPause('resume'), run: resumeRun },
  { id: 'run.cancel', group: 'run', label: () => t('Cancel the run'), icon: 'stop', isEnabled: isActive, run: cancelRun },
];

function isActive(): boolean {
  const { run } = currentRunView();
  return run !== undefined && !isFinished(run) && run.state !== 'cancelling';
}

function canPause(does: 'pause' | 'resume'): boolean {
  const { run } = currentRunView();
  const control = run && pauseControl(run.state);
  return control?.does === does && !control.disabled;
}
