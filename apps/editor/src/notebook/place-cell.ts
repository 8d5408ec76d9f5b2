import { useCanvas } from '../canvas/canvas-store.ts';
import { useCatalog } from '../document/catalog-store.ts';
import { addCell } from '../document/notebook-edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { cellsOf } from './cells.ts';

/** Adds a node after a cell, wired to it where ports fit, and selects it; without a cell, at the end. */
export function placeCell(type: string, after: string | undefined): void {
  const { byType } = useCatalog.getState();
  const manifest = byType.get(type);
  if (!manifest) return;
  let added = '';
  useWorkflow.getState().edit((document) => {
    const nodes = cellsOf(document).flatMap((cell) => (cell.kind === 'node' ? [cell.id] : []));
    const at = after === undefined ? nodes.length - 1 : nodes.indexOf(after);
    const { document: next, nodeId } = addCell(document, manifest, { after: nodes[at], before: nodes[at + 1] }, byType);
    added = nodeId;
    return next;
  });
  useCanvas.getState().select([added]);
}
