import type { Position, Workflow } from '@millrace/workflow';
import { boxOf } from '../arrange/box.ts';
import { freePlace } from '../arrange/free-place.ts';
import { useCatalog } from '../document/catalog-store.ts';
import { addNode, addNote } from '../document/edits.ts';
import { addCell } from '../document/notebook-edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { putHere } from '../subflows/open-subflow.ts';
import { useCanvas } from './canvas-store.ts';
import { estimate } from './card-size.ts';
import { middleOfView } from './viewport.ts';

/** Adds a node at a place on the canvas and selects it; what `then` does to it belongs to the same step. */
export function placeNode(type: string, position: Position, then: (document: Workflow, nodeId: string) => Workflow = (document) => document): void {
  let added = '';
  useWorkflow.getState().edit((document) => {
    const { document: next, nodeId } = addNode(document, type, position);
    added = nodeId;
    return then(putHere(next, [nodeId]), nodeId);
  });
  useCanvas.getState().select([added]);
}

/** Adds a node in the middle of what is seen, or below what is there already, and selects it. */
export function placeNodeInView(type: string): void {
  const [x, y] = middleOfView();
  placeNode(type, freeHere(type, [x - 112, y - 50]));
}

function freeHere(type: string, place: Position): Position {
  return freePlace(place, estimate(useCatalog.getState().byType.get(type) ?? {}).measured, useCanvas.getState().elements.map(boxOf));
}

/** Adds a node to the right of another, wired to it where ports fit, and selects it. */
export function placeNodeAfter(type: string, after: string): void {
  const { byType } = useCatalog.getState();
  const manifest = byType.get(type);
  if (!manifest) return;
  let added = '';
  useWorkflow.getState().edit((document) => {
    const { document: next, nodeId } = addCell(document, manifest, { after, before: undefined }, byType);
    added = nodeId;
    const place = next.layout[nodeId];
    return place ? { ...next, layout: { ...next.layout, [nodeId]: freeHere(type, place) } } : next;
  });
  useCanvas.getState().select([added]);
}

/** Adds a note in the upper half of what is seen and selects it. */
export function addNoteInView(): void {
  const [x, y] = middleOfView();
  let added = '';
  useWorkflow.getState().edit((document) => {
    const { document: next, noteId } = addNote(document, t('A note. Double-click to write.'), [x - 140, y - 180]);
    added = noteId;
    return putHere(next, [noteId]);
  });
  useCanvas.getState().select([added]);
}
