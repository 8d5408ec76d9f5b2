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

/** How the document is shown: as a graph, from top to bottom, or as a form to fill in. */
export type View = 'canvas' | 'notebook' | 'app';

/** What the query of an address says: which view of the document, or which runs are compared. */
export interface Query {
  readonly view: View;
  readonly compared: readonly string[] | undefined;
  /** The version that is looked at, and the one that it is compared with. */
  readonly version?: number | undefined;
  readonly against?: number | undefined;
}

export function formatQuery({ view, compared, version, against }: Query): string {
  const entries = [
    ...(view === 'canvas' ? [] : [['view', view]]), ...(compared ? [['compare', compared.join(',')]] : []),
    ...(version === undefined ? [] : [['version', String(version)], ...(against === undefined ? [] : [['against', String(against)]])]),
  ];
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries).toString()}`;
}

/** So many runs fit beside each other. */
export const mostCompared = 6;

/** The runs that the query of an address compares; it takes two at least. */
export function comparedOf(search: string): readonly string[] | undefined {
  const runIds = [...new Set(new URLSearchParams(search).get('compare')?.split(',').filter((runId) => runId !== ''))];
  return runIds.length < 2 ? undefined : runIds.slice(0, mostCompared);
}

/** The view that the query of an address names. */
export function viewOf(search: string): View {
  const named = new URLSearchParams(search).get('view');
  return named === 'notebook' || named === 'app' ? named : 'canvas';
}

/** The version that the query of an address looks at, and the one that it is compared with. */
export function versionOf(search: string): Pick<Query, 'version' | 'against'> {
  const query = new URLSearchParams(search);
  const number = (name: string) => (/^[1-9]\d{0,8}$/.test(query.get(name) ?? '') ? Number(query.get(name)) : undefined);
  return { version: number('version'), against: number('against') };
}
