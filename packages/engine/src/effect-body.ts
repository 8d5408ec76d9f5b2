import { say, told, type RunEventBody } from '@millrace/workflow';
import type { Effect } from './decide.ts';

/** The fact that an effect leaves in the run. */
export function bodyOf(effect: Exclude<Effect, { type: 'prepare' | 'abort' | 'pause' }>): RunEventBody {
  switch (effect.type) {
    case 'start':
      return { type: 'node.started', nodeId: effect.nodeId, attempt: effect.attempt, key: effect.key };
    case 'reuse': {
      const { nodeId, key, recipe, known } = effect;
      const { message: reason, ...words } = told(effect.reason);
      return { type: 'node.reused', nodeId, key, outputs: { ...known.outputs }, from: { runId: known.runId, number: known.number }, reason, ...words, recipe };
    }
    case 'takePinned': {
      const { nodeId, known: { runId, number, outputs } } = effect;
      const { message: reason, ...words } = told(say`pinned to run ${number}`);
      return { type: 'node.reused', nodeId, key: `pinned-${runId}-${nodeId}`, outputs: { ...outputs }, from: { runId, number }, reason, ...words, pinned: true };
    }
    case 'fail':
      return { type: 'node.failed', nodeId: effect.nodeId, attempt: effect.attempt, error: effect.error, willRetry: false };
    case 'skip': {
      const { message: because, ...words } = told(effect.because);
      return { type: 'node.skipped', nodeId: effect.nodeId, because, ...words };
    }
    case 'pauseNode':
      return { type: 'node.paused', nodeId: effect.nodeId, attempt: effect.attempt };
    case 'pauseRun':
      return { type: 'run.paused' };
    case 'cancel':
      return { type: 'node.cancelled', nodeId: effect.nodeId };
    case 'finish':
      return { type: 'run.finished', outcome: effect.outcome, ...(effect.message ? told(effect.message) : {}) };
    default:
      return effect satisfies never;
  }
}
