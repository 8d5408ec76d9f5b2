import type { NodeManifest } from '@millrace/workflow';
import type { ArtifactStore, Capacity, Clock, EventBus, FileCatalog, NodeHost, NodeRunner, Queue, RunLog, SecretSource, Sha256, WorkflowSource } from './ports.ts';

export interface ExecutorOptions {
  readonly log: RunLog;
  readonly queue: Queue;
  readonly bus: EventBus;
  readonly artifacts: ArtifactStore;
  readonly runner: NodeRunner;
  readonly host: NodeHost;
  readonly files: FileCatalog;
  readonly secrets: SecretSource;
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
  /** How long facts may wait for others to share their transaction, while nothing waits for them. */
  readonly commitDelayMs: number;
  /** The first and the longest wait before the run log is tried again. */
  readonly logBackoffMs: readonly [number, number];
  /** How often the run log is asked for runs that nobody woke. */
  readonly sweepMs: number;
  /** At the start, checkpoints of ended runs that were not written to for so long are removed. */
  readonly checkpointAgeMs: number;
}

export const defaultLimits: ExecutorLimits = {
  infrastructureRetries: 2,
  retryDelayMs: 500,
  messageIntervalMs: 250,
  logBytesPerAttempt: 1024 * 1024,
  commitDelayMs: 5,
  logBackoffMs: [500, 30_000],
  sweepMs: 5000,
  checkpointAgeMs: 7 * 24 * 3600 * 1000,
};
