// What should happen next in a run. Values in, effects out; the Executor does them.
import { allCores } from '@millrace/sdk';
import { hasOutputs, isFinished, isSettled, phraseOf, say, term, told, type NodeError, type NodeManifest, type NodeRun, type Phrase, type Recipe, type Run, type Workflow } from '@millrace/workflow';
import type { Capacity, KnownOutputs } from './ports.ts';
import { graphOf, nameOf, type WorkflowGraph } from './workflow-graph.ts';

/** What is known of a node that is about to start: its output key, and outputs that somebody made under that key before. */
export type Preparation =
  | { readonly state: 'pending' }
  | { readonly state: 'ready'; readonly key: string; readonly recipe: Recipe; readonly known?: KnownOutputs }
  /** The document says which outputs it has. */
  | { readonly state: 'pinned'; readonly known: KnownOutputs }
  | { readonly state: 'failed'; readonly error: NodeError };

export interface Situation {
  readonly workflow: Workflow;
  readonly manifests: ReadonlyMap<string, NodeManifest>;
  readonly run: Run;
  /** Nodes of this run with an attempt that is alive now. */
  readonly live: ReadonlySet<string>;
  readonly prepared: ReadonlyMap<string, Preparation>;
  /** Nodes that wait until they may be tried again. */
  readonly delayed: ReadonlySet<string>;
  /** Output keys that an attempt, of whichever run, is making now. */
  readonly busyKeys: ReadonlySet<string>;
  /** What the machine has, and what of it is free for this run. */
  readonly capacity: Capacity;
  readonly free: Capacity;
}

export type Effect =
  /** Find out the node's output key and what is known under it. */
  | { readonly type: 'prepare'; readonly nodeId: string }
  | { readonly type: 'start'; readonly nodeId: string; readonly attempt: number; readonly key: string; readonly recipe: Recipe; readonly demand: Capacity }
  | { readonly type: 'reuse'; readonly nodeId: string; readonly key: string; readonly recipe: Recipe; readonly known: KnownOutputs; readonly reason: Phrase }
  | { readonly type: 'takePinned'; readonly nodeId: string; readonly known: KnownOutputs }
  | { readonly type: 'fail'; readonly nodeId: string; readonly attempt: number; readonly error: NodeError }
  | { readonly type: 'skip'; readonly nodeId: string; readonly because: Phrase }
  /** Stop the attempt that is alive. */
  | { readonly type: 'abort'; readonly nodeId: string }
  /** Ask the attempt that is alive to write its checkpoint and stop. */
  | { readonly type: 'pause'; readonly nodeId: string }
  /** The node's attempt died while the run was being paused. */
  | { readonly type: 'pauseNode'; readonly nodeId: string; readonly attempt: number }
  | { readonly type: 'pauseRun' }
  | { readonly type: 'cancel'; readonly nodeId: string }
  | { readonly type: 'finish'; readonly outcome: 'succeeded' | 'failed' | 'cancelled'; readonly message?: Phrase };

export interface Decision {
  readonly effects: readonly Effect[];
  /** Something could start if the machine had room. */
  readonly starved: boolean;
}

/** What to do now. Asked again after each change, until it has nothing to say. */
export function decide(situation: Situation): Decision {
  const { run, workflow } = situation;
  if (isFinished(run)) return { effects: [], starved: false };
  const graph = graphOf(workflow);
  const open = Object.values(run.nodes).filter((node) => !isSettled(node));
  if (open.length === 0) return { effects: [finish(graph, run)], starved: false };
  if (run.state === 'cancelling') return { effects: open.map((node) => cancel(node, situation)), starved: false };
  if (run.state === 'paused') return { effects: [], starved: false };
  if (run.state === 'pausing') return { effects: pause(open, situation), starved: false };
  return advance(graph, situation);
}

/** The run is paused once no attempt is alive. */
function pause(open: readonly NodeRun[], { live }: Situation): Effect[] {
  const alive = open.filter(({ nodeId }) => live.has(nodeId));
  if (alive.length > 0) return alive.map(({ nodeId }) => ({ type: 'pause', nodeId }));
  const died = open.filter(({ state }) => state === 'running');
  return [...died.map(({ nodeId, attempt }): Effect => ({ type: 'pauseNode', nodeId, attempt })), { type: 'pauseRun' }];
}

function cancel({ nodeId }: NodeRun, { live }: Situation): Effect {
  return live.has(nodeId) ? { type: 'abort', nodeId } : { type: 'cancel', nodeId };
}

function finish(graph: WorkflowGraph, run: Run): Effect {
  const nodes = Object.values(run.nodes);
  if (nodes.some((node) => node.state === 'cancelled')) return { type: 'finish', outcome: 'cancelled' };
  const [first, ...others] = nodes.filter((node) => node.state === 'failed');
  if (!first) {
    const off = offIn(graph);
    const skipped = nodes.find((node) => node.state === 'skipped' && !off.has(node.nodeId));
    if (!skipped) return { type: 'finish', outcome: 'succeeded' };
    return { type: 'finish', outcome: 'failed', message: say`${nameOf(graph, skipped.nodeId)} could not run: ${phraseOf({ message: skipped.reason ?? '', words: skipped.words })}` };
  }
  const more = others.length > 0 ? say` (${others.length} more failed)` : '';
  return { type: 'finish', outcome: 'failed', message: say`${nameOf(graph, first.nodeId)} failed: ${first.error ? phraseOf(first.error) : ''}${more}` };
}

/** Nodes that are disabled, and those that depend on one: that they are skipped is what was asked for. */
function offIn(graph: WorkflowGraph): ReadonlySet<string> {
  const off = new Set<string>();
  for (const { id, disabled, pinned } of graph.order) {
    if (disabled || (!pinned && graph.wires.get(id)?.some(({ from }) => off.has(from)))) off.add(id);
  }
  return off;
}

/** Goes through the nodes in order. The first that finds no room keeps the room for itself, so a big node is not passed over for ever. */
function advance(graph: WorkflowGraph, situation: Situation): Decision {
  const { run } = situation;
  const effects: Effect[] = [];
  const skipped = new Map<string, Phrase>();
  const busy = new Set(situation.busyKeys);
  let free = situation.free;
  let starved = false;

  const skip = (nodeId: string, because: Phrase): void => {
    skipped.set(nodeId, because);
    effects.push({ type: 'skip', nodeId, because });
  };
  for (const nodeId of Object.keys(run.nodes)) {
    if (!graph.nodes.has(nodeId) && isOpen(run, nodeId)) skip(nodeId, say`The workflow version has no such node.`);
  }
  for (const nodeId of graph.cycle) {
    if (isOpen(run, nodeId)) skip(nodeId, say`It waits for its own output: the workflow has a cycle.`);
  }
  for (const { id } of graph.order) {
    const node = run.nodes[id];
    if (!node || isSettled(node) || situation.live.has(id)) continue;
    if (graph.nodes.get(id)?.disabled) {
      skip(id, say`It is disabled`);
      continue;
    }
    const state = stateOfSources(graph, run, id, skipped);
    if (state === 'waiting') continue;
    if (state !== 'ready') {
      skip(id, state.because);
      continue;
    }
    const next = startOf(graph, node, situation, busy);
    if (next.type === 'hold') continue;
    if (next.type !== 'start') {
      effects.push(next);
    } else if (starved || !fitsIn(next.demand, free)) {
      starved = true;
    } else {
      free = without(free, next.demand);
      if (effectOf(graph, situation, id) === 'pure') busy.add(next.key);
      effects.push(next);
    }
  }
  return { effects, starved };
}

function isOpen(run: Run, nodeId: string): boolean {
  const node = run.nodes[nodeId];
  return node !== undefined && !isSettled(node);
}

/** Whether all that a node reads from is there, or why it never will be. `skipped` says which nodes are about to be skipped, and why. */
export function stateOfSources(graph: WorkflowGraph, run: Run, nodeId: string, skipped: ReadonlyMap<string, Phrase>): 'ready' | 'waiting' | { because: Phrase } {
  if (graph.nodes.get(nodeId)?.pinned) return 'ready';
  let waiting = false;
  for (const { from, output } of graph.wires.get(nodeId) ?? []) {
    const source = run.nodes[from];
    const given = source ? undefined : run.given?.[from];
    if (given) {
      if (!given.outputs[output]) return { because: say`${nameOf(graph, from)} gave no output "${term(output)}" in run ${given.number}` };
      continue;
    }
    if (!source) return { because: say`It is wired to "${from}", which does not exist.` };
    if (graph.nodes.get(from)?.disabled) return { because: say`It depends on ${nameOf(graph, from)}, which is disabled` };
    const because = skipped.get(from) ?? (source.state === 'skipped' && source.reason !== undefined ? phraseOf({ message: source.reason, words: source.words }) : undefined);
    if (because !== undefined) return { because };
    if (source.state === 'failed') return { because: say`${nameOf(graph, from)} failed` };
    if (source.state === 'cancelled') return { because: say`${nameOf(graph, from)} was cancelled` };
    if (!hasOutputs(source)) waiting = true;
    else if (!source.outputs[output]) return { because: say`${nameOf(graph, from)} gave no output "${term(output)}"` };
  }
  return waiting ? 'waiting' : 'ready';
}

/** A node whose inputs are there waits for something else than room. */
export type Hold = { readonly type: 'hold'; readonly for: 'retry' | 'reading' } | { readonly type: 'hold'; readonly for: 'sameOutput'; readonly key: string };

/** The next step of a node whose inputs are there, if the machine has room; or what it waits for. */
export function startOf(graph: WorkflowGraph, node: NodeRun, situation: Pick<Situation, 'prepared' | 'manifests' | 'capacity' | 'delayed'>, busy: ReadonlySet<string>): Effect | Hold {
  const { nodeId } = node;
  const attempt = node.attempt + 1;
  const fail = (words: Phrase): Effect => ({ type: 'fail', nodeId, attempt, error: { kind: 'user', ...told(words) } });
  const preparation = situation.prepared.get(nodeId);
  if (graph.nodes.get(nodeId)?.pinned && !preparation) return { type: 'prepare', nodeId };
  if (preparation?.state === 'pinned') return { type: 'takePinned', nodeId, known: preparation.known };
  if (preparation?.state === 'failed') return { type: 'fail', nodeId, attempt, error: preparation.error };
  const type = graph.nodes.get(nodeId)?.type ?? '';
  const manifest = situation.manifests.get(type);
  if (!manifest) return fail(say`The node type "${type}" is not installed, or its plugin could not be loaded.`);
  if (manifest.resources.gpu > situation.capacity.gpu) {
    const { gpu } = manifest.resources;
    const offered = situation.capacity.gpu;
    return fail(gpu === 1 ? say`This node needs 1 GPU; this machine offers ${offered}.` : say`This node needs ${gpu} GPUs; this machine offers ${offered}.`);
  }
  if (situation.delayed.has(nodeId)) return { type: 'hold', for: 'retry' };
  if (!preparation) return { type: 'prepare', nodeId };
  if (preparation.state === 'pending') return { type: 'hold', for: 'reading' };
  const { key, recipe, known } = preparation;
  if (known && !node.forced) return { type: 'reuse', nodeId, key, recipe, known, reason: say`reused from run ${known.number}: nothing changed` };
  if (manifest.effect === 'pure' && busy.has(key)) return { type: 'hold', for: 'sameOutput', key };
  return { type: 'start', nodeId, attempt, key, recipe, demand: demandOf(manifest, situation.capacity) };
}

function effectOf(graph: WorkflowGraph, { manifests }: Situation, nodeId: string): NodeManifest['effect'] | undefined {
  return manifests.get(graph.nodes.get(nodeId)?.type ?? '')?.effect;
}

/** What an attempt occupies. A node that asks for more CPU or memory than there is gets the whole machine. */
export function demandOf({ resources }: NodeManifest, capacity: Capacity): Capacity {
  return {
    cpu: resources.cpu === allCores ? capacity.cpu : Math.min(resources.cpu, capacity.cpu),
    memoryMiB: Math.min(resources.memoryMiB, capacity.memoryMiB),
    gpu: resources.gpu,
  };
}

/** Whether `free` has room for `demand`. */
export function fitsIn(demand: Capacity, free: Capacity): boolean {
  const slack = 1e-9; // sums of fractions of a CPU
  return demand.cpu <= free.cpu + slack && demand.memoryMiB <= free.memoryMiB && demand.gpu <= free.gpu;
}

/** What is left of `free` when `demand` is taken. */
export function without(free: Capacity, demand: Capacity): Capacity {
  return { cpu: free.cpu - demand.cpu, memoryMiB: free.memoryMiB - demand.memoryMiB, gpu: free.gpu - demand.gpu };
}
