import { say, told, type NodeError, type NodeRun, type Recipe, type RunEventBody } from '@millrace/workflow';
import type { NodeResult } from './ports.ts';

/** The facts that the end of an attempt leaves in the run. None when it was stopped only because this executor closes. */
export function outcomeOf(result: NodeResult, of: {
  readonly node: NodeRun;
  readonly key: string;
  readonly recipe: Recipe;
  readonly cancelling: boolean;
  readonly pausing: boolean;
  /** The time limit that it was stopped for, when it was. */
  readonly timedOutAfterSeconds?: number;
  readonly infrastructureRetries: number;
}): RunEventBody[] {
  const { nodeId, attempt, infrastructureFailures } = of.node;
  const usage = result.usage ? { usage: result.usage } : {};
  const failed = (error: NodeError, willRetry: boolean): RunEventBody => ({ type: 'node.failed', nodeId, attempt, error, willRetry, ...usage, ...(willRetry ? {} : { recipe: of.recipe }) });
  if (result.status === 'succeeded') return [{ type: 'node.succeeded', nodeId, attempt, key: of.key, outputs: { ...result.outputs }, recipe: of.recipe, ...usage }];
  if (of.cancelling) return [{ type: 'node.cancelled', nodeId }];
  if (of.timedOutAfterSeconds !== undefined) {
    return [failed({ kind: 'timeout', ...told(say`It ran longer than its limit of ${of.timedOutAfterSeconds} seconds and was stopped.`) }, false)];
  }
  if (result.status === 'aborted') return of.pausing ? [{ type: 'node.paused', nodeId, attempt, ...usage }] : [];
  const stack: RunEventBody[] = result.stack ? [{ type: 'node.log', nodeId, attempt, lines: [{ level: 'error', message: result.stack }] }] : [];
  const why = { message: result.message, ...(result.words ? { words: result.words } : {}) };
  if (result.kind === 'user') return [...stack, failed({ kind: 'user', ...why }, false)];
  return [...stack, failed({ kind: 'infrastructure', ...why }, infrastructureFailures < of.infrastructureRetries)];
}
