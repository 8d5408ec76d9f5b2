import type { ArtifactRef, GivenOutputs } from './artifact.ts';
import type { InputValues } from './inputs/workflow-input.ts';
import type { AttemptUsage, NodeError, Progress, Recipe, RunEvent, RunTrigger } from './run-event.ts';
import type { Phrase } from './phrase.ts';
import type { RunScope } from './run-scope.ts';

export type RunState = 'queued' | 'running' | 'pausing' | 'paused' | 'cancelling' | 'succeeded' | 'failed' | 'cancelled';
export type NodeRunState = 'waiting' | 'running' | 'retrying' | 'paused' | 'succeeded' | 'reused' | 'failed' | 'skipped' | 'cancelled';

/** One execution of one node in a run. */
export interface NodeRun {
  readonly nodeId: string;
  readonly state: NodeRunState;
  /** Attempts made so far; 0 before the first. */
  readonly attempt: number;
  /** Attempts that the machine, not the user's code, made fail. */
  readonly infrastructureFailures: number;
  /** It runs although its outputs are known. */
  readonly forced?: true;
  /** Its outputs are those that the document pins, and tell nothing of what it would make. */
  readonly pinned?: true;
  readonly key?: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly progress?: Progress;
  /** Curves by name, `[step, value]`; thinned to at most `maximumPoints`. */
  readonly metrics: Readonly<Record<string, readonly (readonly [step: number, value: number])[]>>;
  readonly logLines: number;
  readonly outputs: Readonly<Record<string, ArtifactRef>>;
  readonly error?: NodeError;
  /** Why it was reused or skipped, in words for the user. */
  readonly reason?: string;
  /** The reason as a phrase. */
  readonly words?: Phrase;
  /** What went into it, of a node that succeeded, was reused, or failed. */
  readonly recipe?: Recipe;
  /** What its last attempt used, once that has ended. */
  readonly usage?: AttemptUsage;
}

/** One execution of one workflow version: the fold of its events. */
export interface Run {
  readonly id: string;
  readonly number: number;
  readonly workflowId: string;
  readonly workflowVersion: number;
  readonly trigger: RunTrigger;
  /** Which part of the workflow it runs; all of it when left out. */
  readonly scope?: RunScope;
  /** The values of the workflow's inputs, when it has any. */
  readonly inputs?: InputValues;
  readonly state: RunState;
  readonly message?: string;
  /** The message as a phrase. */
  readonly words?: Phrase;
  readonly queuedAt: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  /** The sequence number of the last event folded in. */
  readonly seq: number;
  readonly nodes: Readonly<Record<string, NodeRun>>;
  /** What nodes of the run read from nodes that are not in it, by the id of those. */
  readonly given?: Readonly<Record<string, GivenOutputs>>;
}

/** The most points kept of a live curve; past it every second point is dropped. */
export const maximumPoints = 1024;

/**
 * Folds the next event into a run. An event whose `seq` was folded already returns the run as it was, so a client may
 * receive an event twice; a gap throws a RangeError, since a fold over a gap would be a lie.
 */
export function evolve(run: Run | undefined, event: RunEvent): Run {
  if (run && event.seq <= run.seq) return run;
  const expected = (run?.seq ?? 0) + 1;
  if (event.seq !== expected) throw new RangeError(`Run ${event.runId}: event ${event.seq} arrived where ${expected} was due`);
  if (event.type === 'run.queued') return queued(event);
  if (!run) throw new RangeError(`Run ${event.runId}: the first event must be run.queued, not ${event.type}`);
  const next = { ...run, seq: event.seq };
  switch (event.type) {
    case 'run.started':
      return { ...next, state: 'running', startedAt: event.at };
    case 'run.pauseRequested':
      return { ...next, state: 'pausing' };
    case 'run.paused':
      return { ...next, state: 'paused' };
    case 'run.resumed':
      return { ...next, state: 'running' };
    case 'run.cancelRequested':
      return { ...next, state: 'cancelling' };
    case 'run.finished':
      return { ...next, state: event.outcome, finishedAt: event.at, ...(event.message ? { message: event.message } : {}), ...wordsIn(event) };
    default: {
      const node = run.nodes[event.nodeId];
      if (!node) throw new RangeError(`Run ${event.runId}: ${event.type} names the unknown node "${event.nodeId}"`);
      return { ...next, nodes: { ...run.nodes, [event.nodeId]: evolveNode(node, event) } };
    }
  }
}

/** Whether nothing will happen to the run any more. */
export function isFinished(run: Run): boolean {
  return run.state === 'succeeded' || run.state === 'failed' || run.state === 'cancelled';
}

/** Whether nothing will happen to the node any more. */
export function isSettled(node: NodeRun): boolean {
  return node.state !== 'waiting' && node.state !== 'running' && node.state !== 'retrying' && node.state !== 'paused';
}

/** Whether the node's outputs can be used. */
export function hasOutputs(node: NodeRun): boolean {
  return node.state === 'succeeded' || node.state === 'reused';
}

function queued(event: RunEvent & { type: 'run.queued' }): Run {
  const forced = new Set(event.forced);
  const waiting = (nodeId: string): NodeRun => ({
    nodeId, state: 'waiting', attempt: 0, infrastructureFailures: 0, ...(forced.has(nodeId) ? { forced: true as const } : {}), metrics: {}, logLines: 0, outputs: {},
  });
  return {
    id: event.runId,
    number: event.number,
    workflowId: event.workflowId,
    workflowVersion: event.workflowVersion,
    trigger: event.trigger,
    ...(event.scope ? { scope: event.scope } : {}),
    ...(event.inputs ? { inputs: event.inputs } : {}),
    state: 'queued',
    queuedAt: event.at,
    seq: event.seq,
    nodes: Object.fromEntries(event.nodeIds.map((id) => [id, waiting(id)])),
    ...(event.given ? { given: event.given } : {}),
  };
}

type NodeEvent = Extract<RunEvent, { nodeId: string }>;

function evolveNode(node: NodeRun, event: NodeEvent): NodeRun {
  switch (event.type) {
    case 'node.started': {
      const { progress: _progress, error: _error, usage: _usage, ...rest } = node;
      return { ...rest, state: 'running', attempt: event.attempt, key: event.key, startedAt: event.at, metrics: node.state === 'paused' ? node.metrics : {} }; // a curve goes on after a pause
    }
    case 'node.progress':
      return { ...node, progress: event.progress };
    case 'node.metrics':
      return { ...node, metrics: addPoints(node.metrics, event.points) };
    case 'node.log':
      return { ...node, logLines: node.logLines + event.lines.length };
    case 'node.succeeded':
      return { ...node, ...recipeIn(event), ...usageIn(event), state: 'succeeded', key: event.key, outputs: event.outputs, finishedAt: event.at };
    case 'node.reused':
      return { ...node, ...recipeIn(event), state: 'reused', key: event.key, outputs: event.outputs, reason: event.reason, ...wordsIn(event), finishedAt: event.at, ...(event.pinned ? { pinned: true as const } : {}) };
    case 'node.failed': {
      const infrastructureFailures = node.infrastructureFailures + (event.error.kind === 'infrastructure' ? 1 : 0);
      const failed = { ...node, ...recipeIn(event), ...usageIn(event), error: event.error, infrastructureFailures };
      return event.willRetry ? { ...failed, state: 'retrying' } : { ...failed, state: 'failed', finishedAt: event.at };
    }
    case 'node.paused':
      return { ...node, ...usageIn(event), state: 'paused' };
    case 'node.skipped':
      return { ...node, state: 'skipped', reason: event.because, ...wordsIn(event), finishedAt: event.at };
    case 'node.cancelled':
      return { ...node, state: 'cancelled', finishedAt: event.at };
    default:
      return event satisfies never;
  }
}

function recipeIn({ recipe }: { readonly recipe?: Recipe | undefined }): Pick<NodeRun, 'recipe'> {
  return recipe ? { recipe } : {};
}

function wordsIn({ words }: { readonly words?: Phrase | undefined }): Pick<NodeRun, 'words'> {
  return words ? { words } : {};
}

function usageIn({ usage }: { readonly usage?: AttemptUsage | undefined }): Pick<NodeRun, 'usage'> {
  return usage ? { usage } : {};
}

function addPoints(metrics: NodeRun['metrics'], points: readonly { name: string; step: number; value: number }[]): NodeRun['metrics'] {
  const next: Record<string, readonly (readonly [number, number])[]> = { ...metrics };
  for (const name of new Set(points.map((point) => point.name))) {
    const added = points.filter((point) => point.name === name).map((point) => [point.step, point.value] as const);
    let curve = [...(metrics[name] ?? []), ...added];
    while (curve.length > maximumPoints) curve = curve.filter((_, index) => index % 2 === 1 || index === curve.length - 1);
    next[name] = curve;
  }
  return next;
}
