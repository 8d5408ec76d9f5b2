// Whether what a run recorded of each node is what the document would make now. Compares what output keys are made of: node
// type, plugin code, parameters, content of the inputs, content of the files. See docs/decisions (node freshness).
import { resolveExpressions, type ExpressionProblem } from './inputs/expression-parameters.ts';
import type { InputValues } from './inputs/workflow-input.ts';
import type { NodeManifest } from './node-manifest.ts';
import { hasMade, type NodeRecord } from './node-record.ts';
import { changesOfNode, wordsForInput, wordsForSource, type FreshnessState } from './freshness-reasons.ts';
import { phraseOf, say, term, told, type Phrase } from './phrase.ts';
import { isFinished, isSettled, type Run } from './run.ts';
import { topologicalOrder } from './topological-order.ts';
import { parseEndpoint, type Workflow, type WorkflowNode } from './workflow.ts';

/** How a node of the document stands to what ran. */
export interface NodeFreshness {
  readonly state: FreshnessState;
  /** Why, in words for the user; the first is the most telling. */
  readonly reasons: readonly Phrase[];
  /** The record that this is about. Fresh and reused nodes have their outputs here. */
  readonly record?: NodeRecord;
}

export interface KnownOfRuns {
  readonly manifests: ReadonlyMap<string, NodeManifest>;
  /** By node id, newest first. */
  readonly records: ReadonlyMap<string, readonly NodeRecord[]>;
  /** Fingerprints of files now; null when the file is not there, absent when that is not known. */
  readonly files: Readonly<Record<string, string | null>>;
  /** The values that a run would be given now; the others have their defaults. */
  readonly inputs?: InputValues;
  /** The run that goes on now. */
  readonly live?: Run | undefined;
}

/** The freshness of every node. Depends on nothing but its arguments; a node whose inputs cannot be ordered (a cycle) is judged by itself. */
export function freshnessOf(document: Workflow, known: KnownOfRuns): Map<string, NodeFreshness> {
  const { document: workflow, problems } = resolveExpressions(document, known.inputs);
  const nodes = new Map(workflow.nodes.map((node) => [node.id, node]));
  const wires = new Map<string, Map<string, string>>(workflow.nodes.map(({ id }) => [id, new Map()]));
  for (const { from, to } of workflow.edges) {
    const { node, port } = parseEndpoint(to);
    wires.get(node)?.set(port, from);
  }
  const { order, cycle } = topologicalOrder(workflow);
  const found = new Map<string, NodeFreshness>();
  const off = new Map<string, Phrase>();
  for (const id of [...order, ...cycle]) {
    const node = nodes.get(id);
    if (!node) continue;
    const because = whyOff(node, wires.get(id) ?? new Map(), nodes, off, known.manifests);
    if (because !== undefined) off.set(id, because);
    found.set(id, freshnessOfNode(node, { ...known, wires: wires.get(id) ?? new Map(), nodes, found, off, problems: problems.filter(({ nodeId }) => nodeId === id) }));
  }
  return found;
}

/** Whether the outputs that the record holds are what a run would have now. */
export function isFresh({ state }: NodeFreshness): boolean {
  return state === 'fresh' || state === 'reused' || state === 'pinned';
}

interface Surroundings extends KnownOfRuns {
  /** The `node.port` behind each input. */
  readonly wires: ReadonlyMap<string, string>;
  readonly nodes: ReadonlyMap<string, WorkflowNode>;
  readonly found: ReadonlyMap<string, NodeFreshness>;
  /** Expressions of the node that give no value. */
  readonly problems: readonly ExpressionProblem[];
  /** Nodes that no run runs, since they are disabled or depend on one that is: why. */
  readonly off: ReadonlyMap<string, Phrase>;
}

function freshnessOfNode(node: WorkflowNode, of: Surroundings): NodeFreshness {
  const live = liveState(node.id, of.live);
  if (live) return live;
  const because = of.off.get(node.id);
  if (because !== undefined) return { state: 'skipped', reasons: [because] };
  if (node.pinned) return pinnedTo(node, node.pinned, of.wires);
  const records = of.records.get(node.id) ?? [];
  const [last] = records;
  if (!last) return { state: 'never', reasons: [] };
  const upstream = sourcesOf(node, of);
  const made = records.find(hasMade);
  const lastFailed = last.state === 'failed' ? last : undefined;
  if (lastFailed && upstream.blocked.length === 0 && changes(node, lastFailed, upstream, of).length === 0) {
    return { state: 'failed', reasons: [reasonOf(lastFailed) ?? say`It failed without saying why`], record: lastFailed };
  }
  if (made && upstream.blocked.length === 0 && changes(node, made, upstream, of).length === 0) {
    return { state: made.state === 'reused' ? 'reused' : 'fresh', reasons: aboutEffect(node, of), record: made };
  }
  const broken = upstream.blocked.find(({ state }) => state === 'failed' || state === 'skipped');
  if (last.state === 'skipped' && broken) return { state: 'skipped', reasons: [reasonOf(last) ?? wordsForSource(broken)], record: last };
  const record = lastFailed ?? made ?? last;
  return { state: 'stale', reasons: staleReasons(node, record, upstream, of), record };
}

/** Why no run runs the node, when one of its sources or it is disabled. Sources come first in topological order. */
function whyOff(node: WorkflowNode, wires: ReadonlyMap<string, string>, nodes: ReadonlyMap<string, WorkflowNode>, off: ReadonlyMap<string, Phrase>, manifests: ReadonlyMap<string, NodeManifest>): Phrase | undefined {
  if (node.disabled) return say`It is disabled`;
  if (node.pinned) return undefined;
  for (const endpoint of wires.values()) {
    const source = nodes.get(parseEndpoint(endpoint).node);
    if (source?.disabled) return say`It depends on ${calledOf(source, manifests)}, which is disabled`;
    const because = source && off.get(source.id);
    if (because !== undefined) return because;
  }
  return undefined;
}

function pinnedTo({ id, type, params }: WorkflowNode, { runId, number, outputs }: NonNullable<WorkflowNode['pinned']>, wires: ReadonlyMap<string, string>): NodeFreshness {
  const words = say`Pinned to run ${number}: it does not run, and what follows gets those outputs`;
  return { state: 'pinned', reasons: [words], record: { nodeId: id, runId, number, at: '', state: 'reused', outputs, ...told(words), type, params, wires: Object.fromEntries(wires) } };
}

function liveState(nodeId: string, live: Run | undefined): NodeFreshness | undefined {
  const node = live && !isFinished(live) ? live.nodes[nodeId] : undefined;
  if (!node || isSettled(node)) return undefined;
  if (node.state === 'waiting') return { state: 'waiting', reasons: [] };
  if (node.state === 'paused') return { state: 'waiting', reasons: [say`The run is paused`] };
  return { state: 'running', reasons: node.state === 'retrying' ? [say`It is tried again: ${node.error ? phraseOf(node.error) : say`the attempt failed`}`] : [] };
}

interface Sources {
  /** The content that each input would get, of inputs whose source is fresh. */
  readonly inputs: Readonly<Record<string, { readonly hash: string | undefined; readonly from: Phrase | string }>>;
  /** Sources whose outputs are not what the document would make. */
  readonly blocked: readonly { readonly name: Phrase | string; readonly state: FreshnessState }[];
}

function sourcesOf(node: WorkflowNode, { wires, nodes, found, manifests }: Surroundings): Sources {
  const inputs: Record<string, { hash: string | undefined; from: Phrase | string }> = {};
  const blocked = new Map<string, { name: Phrase | string; state: FreshnessState }>();
  for (const [input, endpoint] of wires) {
    const { node: from, port } = parseEndpoint(endpoint);
    const source = nodes.get(from);
    const freshness = found.get(from);
    if (!source) continue; // a dangling wire: `validate` tells of it
    const name = calledOf(source, manifests);
    if (freshness && isFresh(freshness)) inputs[input] = { hash: freshness.record?.outputs[port]?.hash, from: name };
    else blocked.set(from, { name, state: freshness?.state ?? 'never' });
  }
  return { inputs, blocked: [...blocked.values()] };
}

/** Everything that would give the node another output key than the record's. */
function changes(node: WorkflowNode, record: NodeRecord, { inputs }: Sources, { manifests, files, wires, problems }: Surroundings): Phrase[] {
  if (problems.length > 0) return problems.map(({ missing, words }) => (missing === undefined ? words : say`The input "${missing}" has no value`));
  return [...changesOfNode(node, manifests.get(node.type), record, files), ...inputChanges(record, inputs, wires)];
}

function inputChanges(record: NodeRecord, inputs: Sources['inputs'], wires: ReadonlyMap<string, string>): Phrase[] {
  const before = record.recipe?.inputs;
  if (!before) return []; // it failed before its inputs were looked at
  const removed = Object.keys(before).filter((port) => !wires.has(port)).map((port) => wordsForInput('removed', { port, number: record.number }));
  const changed = Object.entries(inputs).flatMap(([port, { hash, from }]) => {
    if (before[port] === undefined) return [wordsForInput('added', { port, from, number: record.number })];
    if (before[port] === hash) return [];
    return [wordsForInput(record.wires[port] === wires.get(port) ? 'other content' : 'rewired', { port, from, number: record.number })];
  });
  return [...removed, ...changed];
}

function staleReasons(node: WorkflowNode, record: NodeRecord, upstream: Sources, of: Surroundings): Phrase[] {
  const own = changes(node, record, upstream, of);
  const reasons = [...own, ...upstream.blocked.map(wordsForSource)];
  if (reasons.length > 0) return reasons;
  if (record.state === 'skipped') return [say`It was skipped in run ${record.number}; what it needs is there now`];
  return [say`It was cancelled in run ${record.number}`];
}

/** Nodes that are not pure run again each time, also when they are fresh. */
function aboutEffect(node: WorkflowNode, { manifests }: Surroundings): Phrase[] {
  const effect = manifests.get(node.type)?.effect;
  if (effect === 'external') return [say`It looks again each run`];
  return effect === 'sideEffect' ? [say`It acts again each run`] : [];
}

/** Why the record is what it is, where that is known. */
function reasonOf({ message, words }: NodeRecord): Phrase | undefined {
  return message === undefined ? undefined : phraseOf({ message, words });
}

/** As `nameOf`, for a sentence. */
function calledOf(node: WorkflowNode, manifests: ReadonlyMap<string, NodeManifest>): Phrase | string {
  return node.name ?? term(nameOf(node, manifests));
}

/** What the user calls a node: its name, else its type's title. */
export function nameOf(node: WorkflowNode, manifests: ReadonlyMap<string, NodeManifest>): string {
  return node.name ?? manifests.get(node.type)?.title ?? node.id;
}
