export { decide, type Decision, type Effect, type Preparation, type Situation } from './decide.ts';
export { defaultLimits, type ExecutorLimits, type ExecutorOptions } from './executor-options.ts';
export { Executor } from './executor.ts';
export { MessageBuffer } from './message-buffer.ts';
export { fileParameters, outputKey } from './output-key.ts';
export { planRun, type RunPlan } from './plan-run.ts';
export * from './ports.ts';
export { queueOf, waitsOf, type QueueQuestion, type RunStanding, type Wait } from './queue-of.ts';
export { SecretMask } from './secret-mask.ts';
