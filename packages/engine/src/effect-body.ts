import type { RunEventBody } from '@millrace/workflow';
import type { Effect } from './decide.ts';

/** The fact that an effect leaves in the run. */
export function bodyOf(effect: Exclude<Effect, { type: 'prepare' | 'abort' | 'pause' }>): RunEventBody {
  switch (effect.type) {
    case 'start':
      return { type: 'node.started', nodeId: effect.nodeId, attempt: effect.attempt, key: effect.key };
    case 'reuse': {
      const { nodeId, key, recipe, reason, known } = effect;
      return { type: 'node.reused', nodeId, key, outputs: { ...known.outputs }, from: { runId: known.runId, number: known.number }, reason, recipe };
    }
    case 'takePinned': {
      const { nodeId, known: { runId, number, outputs } } = effect;
      return { type: 'node.reused', nodeId, key: `pinned-${runId}-${nodeId}`, outputs: { ...outputs }, from: { runId, number }, reason: `pinned to run ${number}`, pinned: true };
    }
    case 'fail':
      return { type: 'node.failed', nodeId: effect.nodeId, attempt: effect.attempt, error: effect.error, willRetry: false };
    case 'skip':
      return { type: 'node.skipped', nodeId: effect.nodeId, because: effect.because };
    case 'pauseNode':
      return { type: 'node.paused', nodeId: effect.nodeId, attempt: effect.attempt };
    case 'pauseRun':
      return { type: 'run.paused' };
    case 'cancel':
      return { type: 'node.cancelled', nodeId: effect.nodeId };
    case 'finish':
      return { type: 'run.finished', outcome: effect.outcome, ...(effect.message ? { message: effect.message } : {}) };
    default:
      return effect satisfies never;
  }
}
