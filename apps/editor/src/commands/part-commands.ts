import { useCanvas } from '../canvas/canvas-store.ts';
import { t } from '../i18n/i18n.ts';
import { togglePin } from '../pins/toggle-pin.ts';
import { againScope } from '../run-scope/again-scope.ts';
import { currentRunView } from '../runs/current-run.ts';
import { runAgain } from '../runs/start-run.ts';
import type { Command } from './command.ts';
import { isDocumentShown } from './view-commands.ts';

const selectedSteps = () => (isDocumentShown() ? useCanvas.getState().elements.filter(({ type, selected }) => type === 'step' && selected).map(({ id }) => id) : []);

/** Running what is left of a run, and pinning what a node put out. */
export const partCommands: readonly Command[] = [
  { id: 'run.again', group: 'run', label: () => t('Run again from the failure'), icon: 'runFrom', isEnabled: () => leftNow() !== undefined, run: runRest },
  { id: 'edit.pin', group: 'edit', label: () => t('Pin or unpin the outputs'), icon: 'pin', shortcuts: ['P'], isEnabled: () => selectedSteps().length === 1, run: () => selectedSteps().forEach(togglePin) },
];

function leftNow() {
  const { run } = currentRunView();
  const scope = run && againScope(run);
  return run && scope && { run, scope };
}

function runRest(): Promise<void> | undefined {
  const left = leftNow();
  return left && runAgain(left.run, left.scope);
}
