export { BatchingQueue, type BatchingQueueOptions, type SubmitOptions } from './batching-queue.ts';
export { lengthBatches, type LengthBatchOptions } from './length-batches.ts';
export { DeadlineExceeded, ModelWorkerFailed, Overloaded } from './serving-error.ts';
export type { Prediction } from './prediction.ts';
export { startModelWorker, type ModelWorker, type ModelWorkerExit, type ModelWorkerOptions, type ModelWorkerStatus } from './start-model-worker.ts';
export { classifyTokens, type ClassifyOptions } from './classify-tokens.ts';
export { toPrediction } from './prediction.ts';
export { TextClassifier } from './text-classifier.ts';
export { TextWriter, type WriteOptions, type WrittenText } from './text-writer.ts';
