// How a sub-workflow fares, from how what it holds fares.
import { isSettled, type NodeFreshness, type NodeRun, type NodeRunState } from '@millrace/workflow';

export interface InsideState {
  /** None while nothing in it has run. */
  readonly state: NodeRunState | undefined;
  readonly total: number;
  /** How many ended well. */
  readonly done: number;
  /** How many have outputs that are not what the document says any more. */
  readonly stale: number;
  /** The first node that failed. */
  readonly failed: string | undefined;
}

/** What one of these is, all are; `succeeded` and `reused` only when nothing else is left. */
const loudest: readonly NodeRunState[] = ['failed', 'running', 'retrying', 'paused', 'cancelled', 'skipped'];

/** The state of nodes together. A sub-workflow of which a part waits while another is done works on. */
export function insideState(nodeIds: readonly string[], runOf: (nodeId: string) => NodeRun | undefined, freshnessOf: (nodeId: string) => NodeFreshness | undefined): InsideState {
  const runs = nodeIds.map(runOf);
  const states = new Set(runs.map((run) => run?.state));
  const done = runs.filter((run) => run?.state === 'succeeded' || run?.state === 'reused').length;
  const ended = states.has('succeeded') ? 'succeeded' : states.has('reused') ? 'reused' : undefined;
  const waiting = states.has('waiting') ? (runs.some((run) => run !== undefined && isSettled(run)) ? 'running' : 'waiting') : undefined;
  return {
    state: loudest.find((state) => states.has(state)) ?? waiting ?? ended,
    total: nodeIds.length,
    done,
    stale: nodeIds.filter((id) => freshnessOf(id)?.state === 'stale').length,
    failed: runs.find((run) => run?.state === 'failed')?.nodeId,
  };
}
