import { remove } from '../document/edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { selectedIds, useCanvas } from './canvas-store.ts';

/** Deletes the selected nodes, notes and wires. */
export function deleteSelection(): void {
  const ids = new Set(selectedIds());
  const wires = new Set(useCanvas.getState().wires.filter(({ selected }) => selected).map(({ id }) => id));
  useWorkflow.getState().edit((document) => remove(document, ids, wires));
}
