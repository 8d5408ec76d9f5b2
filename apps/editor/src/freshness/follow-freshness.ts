// Keeps the freshness of the open document up to date: at once at each edit, soon after what a run tells.
import { freshnessOf, recordsOfRun, type NodeRecord, type Run, type Workflow } from '@millrace/workflow';
import { api } from '../api/api.ts';
import { once } from '../api/immutable.ts';
import { useCatalog } from '../document/catalog-store.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { inputValues, useRunInputs } from '../inputs/run-inputs.ts';
import { useCurrentRun } from '../runs/current-run.ts';
import { useLists } from '../shell/lists-store.ts';
import { takeFreshness } from './freshness-store.ts';

interface Known {
  /** The workflow that the rest is about. */
  readonly workflowId: string | undefined;
  readonly records: readonly NodeRecord[];
  readonly files: Readonly<Record<string, string | null>>;
}

const nothing: Known = { workflowId: undefined, records: [], files: {} };
let known = nothing;
/** Documents of versions that runs name, as far as they are here. */
const versions = new Map<string, Workflow>();

/** Starts to follow. Returns what stops it. */
export function startFreshness(): () => void {
  let frame = 0;
  const soon = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      recompute();
    });
  };
  let stopRun = followRunStates(soon);
  const ask = () => void refreshRecords().then(soon, () => undefined); // the next run, focus or reconnection asks again
  const stops = [
    useWorkflow.subscribe((state, before) => {
      if (state.version !== before.version || state.id !== before.id) keepVersion();
      if (state.id !== before.id) ask();
      if (state.document !== before.document || state.id !== before.id) recompute();
    }),
    useCatalog.subscribe(soon),
    useRunInputs.subscribe((state, before) => state.byWorkflow !== before.byWorkflow && soon()),
    useLists.subscribe((lists, before) => lists.runs !== before.runs && lists.runs.length + before.runs.length > 0 && ask()),
    useCurrentRun.subscribe((current, before) => {
      if (current.view === before.view && current.pinned === before.pinned) return;
      stopRun();
      stopRun = followRunStates(soon);
      soon();
    }),
    listen('focus', ask),
  ];
  keepVersion();
  ask();
  return () => {
    cancelAnimationFrame(frame);
    stopRun();
    for (const stop of stops) stop();
  };
}

function listen(name: 'focus', act: () => void): () => void {
  addEventListener(name, act);
  return () => removeEventListener(name, act);
}

/** Calls back when a node of the run that is shown changes its state; progress and metrics change nothing here. */
function followRunStates(changed: () => void): () => void {
  return useCurrentRun.getState().view.subscribe(({ run }, { run: before }) => {
    if (run === before) return;
    const differs = run?.state !== before?.state || Object.entries(run?.nodes ?? {}).some(([id, node]) => node !== before?.nodes[id] && node.state !== before?.nodes[id]?.state);
    if (differs) changed();
  });
}

async function refreshRecords(): Promise<void> {
  const { id } = useWorkflow.getState();
  if (id === undefined) {
    known = nothing;
    return;
  }
  const { records, files } = await api.nodeRecords(id);
  if (useWorkflow.getState().id === id) known = { workflowId: id, records, files };
}

function recompute(): void {
  const { id, document } = useWorkflow.getState();
  const { records, files } = known.workflowId === id ? known : nothing;
  const live = shownRun();
  const version = live && versionOf(live);
  const all = [...(live && version ? recordsOfRun(live, version) : []), ...records];
  takeFreshness(freshnessOf(document, { manifests: useCatalog.getState().byType, records: byNode(all), files, inputs: inputValues(document), live }));
}

/** The newest run; a run that was chosen from the history says nothing about now. */
function shownRun(): Run | undefined {
  const { pinned, view } = useCurrentRun.getState();
  const { run } = view.getState();
  return pinned || run?.workflowId !== useWorkflow.getState().id ? undefined : run;
}

function byNode(records: readonly NodeRecord[]): Map<string, NodeRecord[]> {
  const grouped = new Map<string, NodeRecord[]>();
  for (const record of records) {
    const others = grouped.get(record.nodeId) ?? [];
    if (!others.some((other) => other.runId === record.runId)) grouped.set(record.nodeId, [...others, record].sort((a, b) => b.number - a.number));
  }
  return grouped;
}

/** Remembers the open document as its version: the next run is most likely one of it. */
function keepVersion(): void {
  const { id, version, savedDocument } = useWorkflow.getState();
  if (id === undefined || version === 0) return;
  versions.set(`${id} ${version}`, savedDocument);
  const oldest = versions.keys().next().value;
  if (versions.size > 20 && oldest !== undefined) versions.delete(oldest);
}

/** The document that a run runs; when it is not here yet, it is asked for, and freshness is found again when it comes. */
function versionOf({ workflowId, workflowVersion }: Run): Workflow | undefined {
  const key = `${workflowId} ${workflowVersion}`;
  const found = versions.get(key);
  if (found) return found;
  void once(`version:${key}`, () => api.workflowVersion(workflowId, workflowVersion)).then(({ document }) => {
    if (versions.has(key)) return;
    versions.set(key, document);
    recompute();
  }, () => undefined);
  return undefined;
}
