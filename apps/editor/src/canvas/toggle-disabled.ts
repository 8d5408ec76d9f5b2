import { withContents } from '@millrace/workflow';
import { setDisabled } from '../document/edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { selectedIds } from './canvas-store.ts';

/** Disables the selected nodes; enables them when all of them are disabled. */
export function toggleDisabled(ids: readonly string[] = selectedIds()): void {
  const chosen = new Set(ids);
  useWorkflow.getState().edit((document) => {
    const held = withContents(document, chosen);
    const nodes = document.nodes.filter(({ id }) => held.has(id));
    return setDisabled(document, chosen, nodes.every(({ disabled }) => disabled) ? 'enabled' : 'disabled');
  });
}
