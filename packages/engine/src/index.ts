export { Executor, type ExecutorLimits, type ExecutorOptions } from './executor.ts';
export * from './ports.ts';
