export { BatchingQueue, type BatchingQueueOptions, type SubmitOptions } from './batching-queue.ts';
export { lengthBatches, type LengthBatchOptions } from './length-batches.ts';
export { DeadlineExceeded, ModelWorkerFailed, Overloaded } from './serving-error.ts';
