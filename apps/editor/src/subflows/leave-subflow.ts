import { subflowPath } from '@millrace/workflow';
import { useCanvas } from '../canvas/canvas-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { openSubflow, useOpenSubflow } from './open-subflow.ts';

/** Goes out to a sub-workflow around the open one, or to the workflow itself, and selects the card that was left. */
export function leaveSubflow(to: string | undefined): void {
  const path = subflowPath(useWorkflow.getState().document, useOpenSubflow.getState().subflowId);
  const left = path[path.findIndex(({ id }) => id === to) + 1];
  openSubflow(to);
  if (left) useCanvas.getState().select([left.id]);
}
