// What runs now, what waits and why. Values in, words of the API out; asked only when somebody looks.
import { isFinished, isSettled, phraseOf, resourceNames, told, type NodeInRun, type NodeManifest, type Phrase, type Queue, type Run, type WaitingNode, type WaitReason, type Workflow } from '@millrace/workflow';
import { fitsIn, startOf, stateOfSources, without, type Preparation } from './decide.ts';
import type { Capacity } from './ports.ts';
import { graphOf, type WorkflowGraph } from './workflow-graph.ts';

/** How a run that has not ended stands. */
export interface RunStanding {
  readonly run: Run;
  readonly workflow: Workflow;
  readonly attempts: readonly { readonly nodeId: string; readonly attempt: number; readonly key: string; readonly demand: Capacity }[];
  readonly prepared: ReadonlyMap<string, Preparation>;
  /** The run log cannot be reached, and is tried again. */
  readonly logIsAway: boolean;
  /** Nodes that wait until they may be tried again. */
  readonly delayed: ReadonlySet<string>;
  /** When that is, in milliseconds since 1970. */
  readonly retryAt: (nodeId: string) => number | undefined;
}

export interface QueueQuestion {
  readonly capacity: Capacity;
  readonly manifests: ReadonlyMap<string, NodeManifest>;
  /** The failures for which the machine is to blame that end a node. */
  readonly mostFailures: number;
  /** Output keys that are being made. */
  readonly busyKeys: ReadonlySet<string>;
  /** The run whose nodes that wait for others before them are told of too. */
  readonly runId?: string | undefined;
  /** So many waiting nodes are told of at most. */
  readonly limit?: number;
}

const namedHolders = 8;
const nobody: ReadonlyMap<string, Phrase> = new Map();

/** The queue as a whole. An older run comes first; within a run, nodes come in the order of the graph. */
export function queueOf(standings: readonly RunStanding[], { runId, limit = 500, ...question }: QueueQuestion): Queue {
  const runs = [...standings].filter(({ run }) => !isFinished(run)).sort((a, b) => a.run.number - b.run.number);
  const attempts = runs.flatMap((standing) => standing.attempts.map((attempt) => ({ attempt, at: inRun(standing, attempt.nodeId), startedAt: standing.run.nodes[attempt.nodeId]?.startedAt })));
  const makers = new Map(attempts.map(({ attempt, at }) => [attempt.key, at]));
  const free = attempts.reduce<Capacity>((rest, { attempt }) => without(rest, attempt.demand), question.capacity);
  const line: WaitingNode[] = [];
  const others: WaitingNode[] = [];
  for (const standing of runs) {
    for (const [nodeId, wait] of waitsOf(standing, { ...question, free, inLine: line.length > 0, upstream: standing.run.id === runId })) {
      const at = inRun(standing, nodeId);
      if (wait.kind === 'room') line.push({ ...at, reason: stand(wait, line) });
      else if (wait.kind === 'sameOutput') others.push({ ...at, reason: { kind: 'sameOutput', ...byOf(makers.get(wait.key)) } });
      else others.push({ ...at, reason: wait });
    }
  }
  const all = [...line, ...others];
  const told = all.length <= limit ? all : fewer(all, limit, runId);
  return {
    capacity: { ...question.capacity },
    free: { ...free },
    runIds: runs.map(({ run }) => run.id),
    working: attempts.map(({ attempt, at, startedAt }) => ({ ...at, attempt: attempt.attempt, takes: { ...attempt.demand }, ...(startedAt === undefined ? {} : { startedAt }) })),
    waiting: told,
    moreWaiting: counted(all) - counted(told),
  };

  function stand({ needs }: Extract<Wait, { kind: 'room' }>, before: readonly WaitingNode[]): WaitReason {
    const last = before.at(-1);
    const lacks = resourceNames.filter((name) => !fitsIn({ cpu: 0, memoryMiB: 0, gpu: 0, [name]: needs[name] }, free));
    return {
      kind: 'room', needs, lacks, place: before.length + 1,
      holders: attempts.filter(({ attempt }) => lacks.some((name) => attempt.demand[name] > 0)).slice(0, namedHolders).map(({ at }) => at),
      ...(last ? { behind: placeOf(last) } : {}),
    };
  }
}

/** Why a node of one run waits, as far as that run knows. */
export type Wait =
  | Exclude<WaitReason, { kind: 'room' | 'sameOutput' }>
  | { readonly kind: 'room'; readonly needs: Capacity }
  | { readonly kind: 'sameOutput'; readonly key: string };

/** Why each node of a run that has not ended and does not run waits. A node that is about to start, or to be skipped, waits for nothing. */
export function waitsOf({ run, workflow, attempts, prepared, delayed, retryAt, logIsAway }: RunStanding, { capacity, free, manifests, busyKeys, mostFailures, inLine, upstream }: Omit<QueueQuestion, 'runId' | 'limit'> & {
  /** What of the machine nobody takes. */
  readonly free: Capacity;
  /** Something of an older run waits for room. */
  readonly inLine: boolean;
  /** Whether nodes are told of that wait for others before them. */
  readonly upstream: boolean;
}): Map<string, Wait> {
  const waits = new Map<string, Wait>();
  if (isFinished(run) || run.state === 'cancelling') return waits;
  const graph = graphOf(workflow);
  const live = new Set(attempts.map(({ nodeId }) => nodeId));
  const busy = new Set(busyKeys);
  let rest = free;
  let starved = inLine;
  for (const { id, disabled } of graph.order) {
    const node = run.nodes[id];
    if (!node || isSettled(node) || live.has(id) || disabled) continue;
    if (run.state === 'paused' || run.state === 'pausing') {
      waits.set(id, { kind: run.state });
      continue;
    }
    const sources = stateOfSources(graph, run, id, nobody);
    if (sources === 'waiting' && upstream) waits.set(id, { kind: 'upstream', nodeIds: unfinishedBefore(graph, run, id) });
    if (sources !== 'ready') continue;
    if (logIsAway) {
      waits.set(id, { kind: 'log' });
      continue;
    }
    const next = startOf(graph, node, { prepared, manifests, capacity, delayed }, busy);
    if (next.type === 'start') {
      if (starved || !fitsIn(next.demand, rest)) {
        starved = true;
        waits.set(id, { kind: 'room', needs: next.demand });
      } else {
        rest = without(rest, next.demand);
        if (manifests.get(graph.nodes.get(id)?.type ?? '')?.effect === 'pure') busy.add(next.key);
      }
    } else if (next.type === 'hold') {
      if (next.for === 'sameOutput') waits.set(id, { kind: 'sameOutput', key: next.key });
      else if (next.for === 'reading') waits.set(id, { kind: 'reading' });
      else waits.set(id, { kind: 'retry', until: new Date(retryAt(id) ?? 0).toISOString(), failures: node.infrastructureFailures, mostFailures, ...(node.error ? told(phraseOf(node.error)) : { message: '' }) });
    }
  }
  return waits;
}

/** The nodes that a node reads from and that have not finished. */
function unfinishedBefore(graph: WorkflowGraph, run: Run, nodeId: string): string[] {
  const sources = new Set((graph.wires.get(nodeId) ?? []).map(({ from }) => from));
  return [...sources].filter((from) => {
    const source = run.nodes[from];
    return source !== undefined && !isSettled(source);
  });
}

function inRun({ run, workflow }: RunStanding, nodeId: string): NodeInRun {
  const { name, type = '' } = graphOf(workflow).nodes.get(nodeId) ?? {};
  return { runId: run.id, number: run.number, workflowId: run.workflowId, workflowName: workflow.name, nodeId, type, ...(name ? { name } : {}) };
}

/** Of the run that was asked about nothing is left out before the rest is. */
function fewer(waiting: readonly WaitingNode[], limit: number, runId: string | undefined): WaitingNode[] {
  const first = [...waiting.filter((one) => one.runId === runId), ...waiting.filter((one) => one.runId !== runId)];
  const kept = new Set(first.slice(0, limit));
  return waiting.filter((one) => kept.has(one));
}

function byOf(by: NodeInRun | undefined): { readonly by?: NodeInRun } {
  return by ? { by } : {};
}

function placeOf({ reason: _reason, ...at }: WaitingNode): NodeInRun {
  return at;
}

function counted(waiting: readonly WaitingNode[]): number {
  return waiting.filter(({ reason }) => reason.kind !== 'upstream').length;
}
