import { boxOf } from '../arrange/box.ts';
import { selectedElements, selectedIds } from '../canvas/canvas-store.ts';
import { focusElement } from '../canvas/focus-element.ts';
import { placeNodeAfter, placeNodeInView } from '../canvas/place-node.ts';
import { bringIntoSight } from '../canvas/viewport.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { placeCell } from '../notebook/place-cell.ts';
import { useUi } from '../shell/ui-store.ts';

/** Adds a node behind the one that is selected, wired to it where ports fit; in the middle of the view, when none is. It is selected and has the keys. */
export function addNodeHere(type: string): void {
  const selected = selectedIds();
  if (useUi.getState().view === 'notebook') return placeCell(type, selected.at(-1));
  if (selected.length === 1 && selected[0] !== undefined && useWorkflow.getState().document.nodes.some(({ id }) => id === selected[0])) placeNodeAfter(type, selected[0]);
  else placeNodeInView(type);
  const [added] = selectedElements();
  if (added) bringIntoSight(boxOf(added));
  focusElement(added?.id);
}
