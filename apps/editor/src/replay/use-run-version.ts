import type { WorkflowDetail } from '@millrace/workflow';
import { api } from '../api/api.ts';
import { useImmutable, type Fetched } from '../api/immutable.ts';
import { useRunView } from '../runs/current-run.ts';

/** The version of the workflow that the shown run ran. */
export function useRunVersion(): Fetched<WorkflowDetail> {
  const workflowId = useRunView(({ run }) => run?.workflowId);
  const version = useRunView(({ run }) => run?.workflowVersion);
  return useImmutable(workflowId === undefined || version === undefined ? undefined : `version:${workflowId} ${version}`, () => api.workflowVersion(workflowId ?? '', version ?? 0));
}
