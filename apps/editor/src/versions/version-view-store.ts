import type { WorkflowDetail } from '@millrace/workflow';
import { create } from 'zustand';
import { api } from '../api/api.ts';
import { once, useImmutable, type Fetched } from '../api/immutable.ts';
import { saveNow } from '../document/save-workflow.ts';
import { useWorkflow } from '../document/workflow-store.ts';

export interface VersionView {
  /** The version that is shown in place of the document; none while the document itself is. */
  readonly version: number | undefined;
  /** The version that it is compared with. */
  readonly against: number | undefined;
  /** The node, note or wire that is selected. */
  readonly selected: string | undefined;
  /** Grows when the canvas shall bring what is selected into view. */
  readonly pointed: number;
}

const none: VersionView = { version: undefined, against: undefined, selected: undefined, pointed: 0 };

/** Which version the page looks back at. */
export const useVersionView = create<VersionView>(() => none);

useVersionView.subscribe(({ version }) => {
  const lookingBack = version !== undefined;
  if (useWorkflow.getState().lookingBack !== lookingBack) useWorkflow.setState({ lookingBack });
});
useWorkflow.subscribe((state, before) => {
  if (state.opened !== before.opened) closeVersion();
});

/** Shows a version for reading, or what tells it from the version `against`. What is unsaved becomes a version first. */
export async function openVersion(version: number, against?: number): Promise<void> {
  useWorkflow.getState().endGesture();
  await saveNow();
  useVersionView.setState({ version, against: against === version ? undefined : against, selected: undefined });
}

/** Selects an item and brings it into view. */
export function pointOut(id: string): void {
  useVersionView.setState(({ pointed }) => ({ selected: id, pointed: pointed + 1 }));
}

/** Goes back to the document. */
export function closeVersion(): void {
  if (useVersionView.getState().version !== undefined) useVersionView.setState(none);
}

/** A version as the server has it; it never changes. */
export function fetchVersion(workflowId: string, version: number): Promise<WorkflowDetail> {
  return once(keyOf(workflowId, version), () => api.workflowVersion(workflowId, version));
}

/** The same for a component; `undefined` fetches nothing. */
export function useVersionDocument(version: number | undefined): Fetched<WorkflowDetail> {
  const id = useWorkflow((state) => state.id);
  return useImmutable(
    id === undefined || version === undefined ? undefined : keyOf(id, version),
    () => api.workflowVersion(id ?? '', version ?? 0), // asked only when both are there
  );
}

function keyOf(workflowId: string, version: number): string {
  return `version:${workflowId} ${version}`;
}
