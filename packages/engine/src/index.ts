export { decide, type Decision, type Effect, type Preparation, type Situation } from './decide.ts';
export { defaultLimits, Executor, type ExecutorLimits, type ExecutorOptions } from './executor.ts';
export { MessageBuffer } from './message-buffer.ts';
export { fileParameters, outputKey } from './output-key.ts';
export * from './ports.ts';
