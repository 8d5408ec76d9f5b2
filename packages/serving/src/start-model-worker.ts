import { setTimeout as delay } from 'node:timers/promises';
import { availableParallelism } from 'node:os';
import { BatchingQueue, type SubmitOptions } from './batching-queue.ts';
import type { Prediction } from './prediction.ts';
import { ModelWorkerFailed } from './serving-error.ts';
import { WorkerLost, WorkerProcess } from './worker-process.ts';

export interface ModelWorkerOptions {
  /** CPU threads for inference; the machine's cores, at most 4, when left out. */
  readonly threads?: number;
  /** Most texts that wait; more are refused with Overloaded. 512 when left out. */
  readonly maximumWaiting?: number;
  /** Most texts sent to the model at once. 32 when left out. */
  readonly maximumBatch?: number;
  /** 120 s when left out. */
  readonly startTimeoutMs?: number;
  /** 60 s when left out. */
  readonly batchTimeoutMs?: number;
  /** Receives what the process prints. */
  readonly log?: (line: string) => void;
  /** The module that runs in the process; the model worker when left out. */
  readonly entry?: URL;
}

export type ModelWorkerStatus = 'ready' | 'restarting' | 'failed' | 'closed';

export interface ModelWorkerExit {
  readonly reason: string;
  readonly willRestart: boolean;
}

/** A model that answers, held by a process of its own. */
export interface ModelWorker {
  readonly status: ModelWorkerStatus;
  readonly labels: readonly string[];
  /** The process that holds the model now. */
  readonly pid: number | undefined;
  /** Texts that wait. */
  readonly waiting: number;
  /**
   * Predicts the texts, in their order. Rejects with Overloaded, DeadlineExceeded, the signal's reason, or
   * ModelWorkerFailed when the process ended twice over the same text.
   */
  predict(texts: readonly string[], options?: SubmitOptions): Promise<Prediction[]>;
  /** Hears of each unexpected end of the process; returns a function that stops listening. */
  onExit(listener: (exit: ModelWorkerExit) => void): () => void;
  /** Answers what was accepted, refuses the rest and ends the process. */
  close(): Promise<void>;
}

const maximumRestarts = 5;
const restartWindowMs = 60_000;
const drainMs = 30_000;
const maximumBatchCharacters = 200_000;

/**
 * Loads a model folder in a process of its own and resolves when it answers; rejects with ModelWorkerFailed saying why
 * it does not. A process that ends is started again, up to five times a minute.
 */
export async function startModelWorker(folder: string, options: ModelWorkerOptions = {}): Promise<ModelWorker> {
  const supervisor = new Supervisor(folder, options);
  await supervisor.start();
  return supervisor;
}

class Supervisor implements ModelWorker {
  status: ModelWorkerStatus = 'restarting';
  private process: WorkerProcess | undefined;
  private current: Promise<WorkerProcess>;
  private restarts: number[] = [];
  private readonly closing = new AbortController();
  private readonly listeners = new Set<(exit: ModelWorkerExit) => void>();
  private readonly queue: BatchingQueue<string, Prediction>;

  constructor(private readonly folder: string, private readonly options: ModelWorkerOptions) {
    this.current = Promise.reject(new ModelWorkerFailed('The model worker was not started.'));
    this.current.catch(() => undefined);
    this.queue = new BatchingQueue<string, Prediction>({
      process: async (texts) => (await this.current).predict(texts),
      mayRetry: (error) => error instanceof WorkerLost,
      maximumBatch: options.maximumBatch ?? 32,
      maximumCost: maximumBatchCharacters,
      costOf: (text) => text.length,
      maximumWaiting: options.maximumWaiting ?? 512,
    });
  }

  get labels(): readonly string[] { return this.process?.labels ?? []; }
  get pid(): number | undefined { return this.process?.pid; }
  get waiting(): number { return this.queue.length; }

  async start(): Promise<void> {
    this.current = this.launch();
    await this.current;
  }

  predict(texts: readonly string[], options: SubmitOptions = {}): Promise<Prediction[]> {
    return this.queue.submit(texts, options);
  }

  onExit(listener: (exit: ModelWorkerExit) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    if (this.status === 'closed') return;
    const reason = new ModelWorkerFailed('The model worker was closed.');
    this.queue.close(reason);
    const drained = new AbortController();
    await Promise.race([this.queue.idle(), delay(drainMs, undefined, { signal: drained.signal }).catch(() => undefined)]);
    drained.abort();
    this.status = 'closed';
    this.closing.abort();
    this.queue.fail(reason);
    await (await this.current.catch(() => undefined))?.stop();
  }

  private async launch(): Promise<WorkerProcess> {
    const { threads = Math.min(4, availableParallelism()), startTimeoutMs = 120_000, batchTimeoutMs = 60_000, log = () => undefined, entry = new URL('./model-worker.js', import.meta.url) } = this.options;
    this.process = await WorkerProcess.start({ entry, folder: this.folder, threads, startTimeoutMs, batchTimeoutMs, log, onExit: (reason) => this.exited(reason) });
    if (this.status !== 'closed') this.status = 'ready';
    return this.process;
  }

  private exited(reason: string): void {
    if (this.status === 'closed') return;
    this.status = 'restarting';
    this.current = this.restart(reason);
    this.current.catch(() => undefined);
  }

  /** Starts again until it works or was tried too often; waits 0, 0.1, 0.2, 0.4, 0.8 s before. */
  private async restart(reason: string): Promise<WorkerProcess> {
    const recent = this.restarts.filter((at) => at > Date.now() - restartWindowMs);
    const willRestart = recent.length < maximumRestarts;
    this.restarts = [...recent, Date.now()];
    for (const listener of this.listeners) listener({ reason, willRestart });
    if (!willRestart) {
      this.status = 'failed';
      const failure = new ModelWorkerFailed(`The model worker ${reason}; it was started ${maximumRestarts} times within a minute and is given up.`);
      this.queue.fail(failure);
      throw failure;
    }
    if (recent.length > 0) await delay(50 * 2 ** recent.length, undefined, { signal: this.closing.signal });
    this.closing.signal.throwIfAborted();
    try {
      return await this.launch();
    } catch (error) {
      this.closing.signal.throwIfAborted();
      return await this.restart(error instanceof Error ? error.message : String(error));
    }
  }
}
