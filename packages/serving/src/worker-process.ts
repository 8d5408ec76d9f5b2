import { fork, type ChildProcess } from 'node:child_process';
import type { Prediction } from './prediction.ts';
import { ModelWorkerFailed } from './serving-error.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

export interface WorkerProcessOptions {
  readonly entry: URL;
  readonly folder: string;
  readonly threads: number;
  /** A worker that is not ready by then is ended. */
  readonly startTimeoutMs: number;
  /** A worker that does not answer a batch by then is ended. */
  readonly batchTimeoutMs: number;
  readonly log: (line: string) => void;
  /** Called once, before the batches that were under way are refused. */
  readonly onExit: (reason: string) => void;
}

/** The process ended while it held the batch; the batch itself may be fine. */
export class WorkerLost extends ModelWorkerFailed {}

interface PendingBatch {
  readonly resolve: (predictions: readonly Prediction[]) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** All that a model worker may know of our environment: no secret is among it. */
const environmentNames = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'LANG', 'LD_LIBRARY_PATH', 'SystemRoot', 'windir'];

/** One process that holds a model. */
export class WorkerProcess {
  readonly labels: readonly string[] = [];
  private readonly pending = new Map<number, PendingBatch>();
  private nextId = 1;
  /** Why the process is going, or why it went. */
  private ended: string | undefined;
  private gone = false;

  private constructor(private readonly child: ChildProcess, private readonly options: WorkerProcessOptions) {}

  /** Starts a process and resolves when the model answers; rejects with ModelWorkerFailed saying why it does not. */
  static start(options: WorkerProcessOptions): Promise<WorkerProcess> {
    const env = Object.fromEntries(environmentNames.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
    const child = fork(options.entry, [], { env, execArgv: [], serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    const worker = new WorkerProcess(child, options);
    const lastLines = worker.watchOutput();
    return new Promise((resolve, reject) => {
      let ready = false;
      let unusable: string | undefined;
      const timer = setTimeout(() => {
        unusable = `was not ready within ${options.startTimeoutMs} ms`;
        child.kill('SIGKILL');
      }, options.startTimeoutMs);
      child.on('message', (message: FromWorker) => {
        if (message.type === 'ready') {
          ready = true;
          clearTimeout(timer);
          resolve(Object.assign(worker, { labels: message.labels }));
        } else if (message.type === 'unusable') {
          unusable = message.message;
          child.kill('SIGKILL');
        } else worker.settle(message);
      });
      const over = (reason: string) => {
        clearTimeout(timer);
        const said = lastLines();
        if (ready) worker.exited(reason);
        else reject(new ModelWorkerFailed(`The model could not be loaded: ${unusable ?? `its process ${reason}${said && `: ${said}`}`}`));
      };
      child.once('error', (error) => over(`failed: ${error.message}`));
      child.once('exit', (code, signal) => over(signal ? `was ended by ${signal}` : `ended with code ${code}`));
      worker.send({ type: 'load', folder: options.folder, threads: options.threads });
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Predicts a batch; rejects with WorkerLost when the process ends meanwhile. */
  predict(texts: readonly string[]): Promise<readonly Prediction[]> {
    if (this.ended !== undefined) return Promise.reject(new WorkerLost(`The model worker ${this.ended}.`));
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.ended ??= `did not answer within ${this.options.batchTimeoutMs} ms and was ended`;
        this.child.kill('SIGKILL');
      }, this.options.batchTimeoutMs);
      this.pending.set(id, { resolve, reject, timer });
      this.send({ type: 'predict', id, texts });
    });
  }

  /** Ends the process and resolves when it is gone. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => this.child.once('exit', () => resolve()));
    if (this.child.connected) this.child.disconnect();
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 2_000);
    await gone;
    clearTimeout(timer);
  }

  private send(message: ToWorker): void {
    // A failed send means that the process is going; its exit settles whatever waits.
    this.child.send(message, () => undefined);
  }

  private settle(message: Extract<FromWorker, { id: number }>): void {
    const batch = this.pending.get(message.id);
    if (!batch) return;
    this.pending.delete(message.id);
    clearTimeout(batch.timer);
    if (message.type === 'predictions') batch.resolve(message.predictions);
    else batch.reject(new Error(message.message));
  }

  private exited(reason: string): void {
    if (this.gone) return;
    this.gone = true;
    const lost = [...this.pending.values()];
    this.pending.clear();
    this.ended ??= reason;
    this.options.onExit(this.ended);
    for (const batch of lost) {
      clearTimeout(batch.timer);
      batch.reject(new WorkerLost(`The model worker ${this.ended} while it answered.`));
    }
  }

  /** Passes the worker's output on, line by line; returns a reader of its end, for the reason of a failed start. */
  private watchOutput(): () => string {
    let tail = '';
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        tail = (tail + text).slice(-1_000);
        for (const line of text.split('\n')) if (line.trim()) this.options.log(line.slice(0, 1_000));
      });
    }
    return () => tail.trim();
  }
}
