// Which sub-workflow the canvas shows.
import { subflowPath, type Workflow } from '@millrace/workflow';
import { create } from 'zustand';
import { useWorkflow } from '../document/workflow-store.ts';
import { putWithin } from '../document/subflow-edits.ts';

/** The sub-workflow that is open on the canvas; none while the workflow itself is. */
export const useOpenSubflow = create<{ readonly subflowId: string | undefined }>(() => ({ subflowId: undefined }));

export function openSubflow(subflowId: string | undefined): void {
  if (useOpenSubflow.getState().subflowId !== subflowId) useOpenSubflow.setState({ subflowId });
}

/** Puts what was just added where the user looks: into the open sub-workflow. */
export function putHere(document: Workflow, ids: readonly string[]): Workflow {
  const { subflowId } = useOpenSubflow.getState();
  return subflowId === undefined ? document : putWithin(document, new Set(ids), subflowId);
}

// An edit, an undo or another workflow may take the open sub-workflow away: then the nearest around it that is left is shown.
useWorkflow.subscribe((state, before) => {
  const { subflowId } = useOpenSubflow.getState();
  if (state.document === before.document || subflowId === undefined) return;
  const left = new Set(state.opened === before.opened ? (state.document.subflows ?? []).map(({ id }) => id) : []);
  openSubflow(subflowPath(before.document, subflowId).map(({ id }) => id).findLast((id) => left.has(id)));
});
