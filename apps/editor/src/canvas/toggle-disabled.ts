import { setDisabled } from '../document/edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { selectedIds } from './canvas-store.ts';

/** Disables the selected nodes; enables them when all of them are disabled. */
export function toggleDisabled(ids: readonly string[] = selectedIds()): void {
  const chosen = new Set(ids);
  useWorkflow.getState().edit((document) => {
    const nodes = document.nodes.filter(({ id }) => chosen.has(id));
    return setDisabled(document, chosen, nodes.every(({ disabled }) => disabled) ? 'enabled' : 'disabled');
  });
}
