import { useCanvas } from '../canvas/canvas-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { later, t } from '../i18n/i18n.ts';
import { togglePin } from '../pins/toggle-pin.ts';
import { againScope } from '../run-scope/again-scope.ts';
import { nodeGestures } from '../run-scope/node-gestures.ts';
import { currentRunView } from '../runs/current-run.ts';
import { runAgain, startRun } from '../runs/start-run.ts';
import type { Command } from './command.ts';
import { isDocumentShown } from './view-commands.ts';

const labels = { to: later('Run to the selection'), from: later('Run from the selection'), only: later('Run only the selection') } as const;
const shortcuts = { to: ['Shift+Enter'], from: undefined, only: undefined } as const;

/** Running parts of a workflow, and pinning what a node put out. */
export const partCommands: readonly Command[] = [
  ...nodeGestures.map(({ id, icon, scope }): Command => ({
    id: `run.${id}`, group: 'run', label: () => t(labels[id]), icon, ...(shortcuts[id] ? { shortcuts: shortcuts[id] } : {}),
    isEnabled: () => isDocumentShown() && selectedNodes().length > 0, run: () => startRun(scope(selectedNodes())),
  })),
  { id: 'run.again', group: 'run', label: () => t('Run again from the failure'), icon: 'runFrom', isEnabled: () => againNow() !== undefined, run: runAgainNow },
  { id: 'edit.pin', group: 'edit', label: () => t('Pin or unpin the outputs'), icon: 'pin', shortcuts: ['P'], isEnabled: () => isDocumentShown() && selectedNodes().length === 1, run: () => togglePin(selectedNodes()[0] ?? '') },
];

function selectedNodes(): readonly string[] {
  const { nodes } = useWorkflow.getState().document;
  const selected = new Set(useCanvas.getState().elements.flatMap((element) => (element.selected ? [element.id] : [])));
  return nodes.flatMap(({ id }) => (selected.has(id) ? [id] : []));
}

function againNow() {
  const { run } = currentRunView();
  return run && againScope(run);
}

function runAgainNow(): Promise<void> | undefined {
  const { run } = currentRunView();
  const scope = run && againScope(run);
  return run && scope ? runAgain(run, scope) : undefined;
}
