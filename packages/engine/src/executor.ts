import type { NodeManifest, Run } from '@millrace/workflow';
import type { ArtifactStore, Capacity, Clock, CreatedRun, EventBus, FileCatalog, NewRun, NodeHost, NodeRunner, Queue, RunLog, Sha256, WorkflowSource } from './ports.ts';

export interface ExecutorOptions {
  readonly log: RunLog;
  readonly queue: Queue;
  readonly bus: EventBus;
  readonly artifacts: ArtifactStore;
  readonly runner: NodeRunner;
  readonly host: NodeHost;
  readonly files: FileCatalog;
  readonly workflows: WorkflowSource;
  readonly clock: Clock;
  readonly sha256: Sha256;
  readonly capacity: Capacity;
  /** The node types that can run now, by type. Asked again for each turn. */
  readonly manifests: () => ReadonlyMap<string, NodeManifest>;
  readonly limits?: Partial<ExecutorLimits>;
  /** Hears of what no run can show, such as a run log that cannot be written. */
  readonly onProblem?: (message: string, cause: unknown) => void;
}

export interface ExecutorLimits {
  /** Attempts made again after the machine failed one. */
  readonly infrastructureRetries: number;
  /** The wait before the first retry; it doubles. */
  readonly retryDelayMs: number;
  /** A node's progress, metrics and log reach the run log at most this often. */
  readonly messageIntervalMs: number;
  /** What is kept of an attempt's log. */
  readonly logBytesPerAttempt: number;
  /** The first and the longest wait before the run log is tried again. */
  readonly logBackoffMs: readonly [number, number];
  /** How often the run log is asked for runs that nobody woke. */
  readonly sweepMs: number;
}

/** Runs accepted runs to their end: folds the log, asks `decide` what to do, and does it. */
export declare class Executor {
  constructor(options: ExecutorOptions);
  /** Goes on with the runs that have not ended and listens for new ones. After a crash it starts the same way. */
  start(): Promise<void>;
  /** Accepts a run. The workflow must have been validated. */
  submit(run: NewRun): Promise<CreatedRun>;
  /** Asks a run to stop; does nothing when it has ended. Rejects when there is no such run. */
  cancel(runId: string): Promise<void>;
  /** Resolves when the run has ended. */
  finished(runId: string): Promise<Run>;
  /** Stops every attempt and leaves the runs as they are; `start` of the next executor goes on with them. */
  close(): Promise<void>;
}
