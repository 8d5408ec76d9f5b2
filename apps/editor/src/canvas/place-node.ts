import type { Position } from '@millrace/workflow';
import { addNode } from '../document/edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { useCanvas } from './canvas-store.ts';

/** Adds a node at a place on the canvas and selects it. */
export function placeNode(type: string, position: Position): void {
  let added = '';
  useWorkflow.getState().edit((document) => {
    const { document: next, nodeId } = addNode(document, type, position);
    added = nodeId;
    return next;
  });
  useCanvas.getState().select([added]);
}
