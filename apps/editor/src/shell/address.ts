/** Where the page is, as the path of its address: `/workflows/<id>/runs/<id>`; `/` for a workflow not saved yet. */
export interface Address {
  readonly workflowId: string | undefined;
  readonly runId: string | undefined;
}

export function parseAddress(path: string): Address {
  const [, workflowId, runId] = /^\/workflows\/([^/]+)(?:\/runs\/([^/]+))?\/?$/.exec(path) ?? [];
  return { workflowId: workflowId && decodeURIComponent(workflowId), runId: runId && decodeURIComponent(runId) };
}

export function formatAddress({ workflowId, runId }: Address): string {
  if (workflowId === undefined) return '/';
  const run = runId === undefined ? '' : `/runs/${encodeURIComponent(runId)}`;
  return `/workflows/${encodeURIComponent(workflowId)}${run}`;
}

/** The view that the query of an address names. */
export function viewOf(search: string): 'canvas' | 'notebook' {
  return new URLSearchParams(search).get('view') === 'notebook' ? 'notebook' : 'canvas';
}
