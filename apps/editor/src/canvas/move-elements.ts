import type { Position, Workflow } from '@millrace/workflow';
import { move } from '../document/edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { placesWithin } from '../groups/folded-elements.ts';
import { useOpenSubflow } from '../subflows/open-subflow.ts';

/** The document with elements of the canvas at other places; what is in a folded group goes where its card goes. */
export function withElementsAt(document: Workflow, places: Readonly<Record<string, Position>>): Workflow {
  return move(document, placesWithin(document, useOpenSubflow.getState().subflowId, places));
}

/** Moves elements of the canvas, in one step that undo takes back. */
export function moveElements(places: Readonly<Record<string, Position>>): void {
  useWorkflow.getState().edit((document) => withElementsAt(document, places));
}
