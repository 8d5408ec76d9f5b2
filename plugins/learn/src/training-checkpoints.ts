import type { TrainingOptions } from '@millrace/nn';
import { isPauseRequested, type NodeContext } from '@millrace/sdk';

/** Keeps checkpoints in the node's folder, and one when the user pauses the run, so that training goes on where it was. */
export function trainingCheckpoints(context: NodeContext): NonNullable<TrainingOptions['checkpoints']> {
  return {
    folder: context.checkpoint.folder,
    whenStopped: () => isPauseRequested(context.signal.reason),
    onUnusable: (error) => context.log('warn', `The checkpoint of an earlier attempt cannot be used, training begins anew. ${error.message}`),
  };
}
