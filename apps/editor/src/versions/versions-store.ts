import type { WorkflowVersionSummary } from '@millrace/workflow';
import { useEffect } from 'react';
import { create } from 'zustand';
import { api } from '../api/api.ts';
import { messageOf } from '../api/request.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { useLists } from '../shell/lists-store.ts';

interface Versions {
  readonly workflowId: string | undefined;
  /** Newest first; none before they were fetched. */
  readonly versions: readonly WorkflowVersionSummary[] | undefined;
  readonly trouble: string | undefined;
}

/** The versions of the open workflow, as far as a panel asked for them. */
export const useVersionList = create<Versions>(() => ({ workflowId: undefined, versions: undefined, trouble: undefined }));

/** Asks the server for the versions of the open workflow. */
export async function refreshVersions(): Promise<void> {
  const { id } = useWorkflow.getState();
  if (useVersionList.getState().workflowId !== id) useVersionList.setState({ workflowId: id, versions: undefined, trouble: undefined });
  if (id === undefined) return;
  try {
    const versions = await api.workflowVersions(id);
    if (useVersionList.getState().workflowId === id) useVersionList.setState({ versions, trouble: undefined });
  } catch (error) {
    if (useVersionList.getState().workflowId === id) useVersionList.setState({ trouble: messageOf(error) });
  }
}

/** The list, kept up to date while a component shows it: with saves, runs, and names that others give. */
export function useVersions(): Versions {
  const id = useWorkflow((state) => state.id);
  const version = useWorkflow((state) => state.version);
  const workflows = useLists((lists) => lists.workflows);
  const runs = useLists((lists) => lists.runs.length);
  useEffect(() => void refreshVersions(), [id, version, workflows, runs]);
  return useVersionList();
}
