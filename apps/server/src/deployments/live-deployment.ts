import type { ModelWorker } from '@millrace/serving';
import { say, told, type Deployment, type Phrase } from '@millrace/workflow';
import { phraseOfError } from '@millrace/sdk';
import { Refusal } from '../http/refusal.ts';

/** What a deployment is to serve. `folder` holds the model. */
export interface ServedModel {
  readonly model: string;
  readonly version: number;
  readonly folder: string;
}

export interface LiveDeploymentOptions {
  readonly name: string;
  readonly now: () => Date;
  /** Called whenever what `describe` says has changed. */
  readonly onChange: () => void;
  /** Starts a process that answers with the model in `folder`; rejects when it cannot. */
  readonly startWorker: (folder: string) => Promise<ModelWorker>;
}

/** A deployment while the server runs: the worker that answers, and the one that will take its place. */
export class LiveDeployment {
  readonly #options: LiveDeploymentOptions;
  #served: ServedModel;
  #status: Deployment['status'] = 'starting';
  #message: Phrase | undefined;
  #updatedAt: string;
  #worker: ModelWorker | undefined;
  /** Deploys of one name go one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(served: ServedModel, options: LiveDeploymentOptions) {
    this.#served = served;
    this.#options = options;
    this.#updatedAt = options.now().toISOString();
  }

  describe(): Deployment {
    const { model, version } = this.#served;
    const status = this.#worker ? workerStatus(this.#worker) : this.#status;
    const message = this.#message === undefined ? {} : told(this.#message);
    return { name: this.#options.name, model, version, status, ...message, updatedAt: this.#updatedAt };
  }

  /**
   * Serves a model and resolves when it answers. While it loads, what was served before goes on; once it answers, new
   * requests go to it and the old worker finishes those it has. Rejects when the model cannot be loaded, and then
   * nothing has changed for callers.
   */
  serve(next: ServedModel): Promise<Deployment> {
    const result = this.#turn.then(() => this.#serve(next));
    this.#turn = result.catch(() => undefined);
    return result;
  }

  predict(texts: readonly string[], signal: AbortSignal) {
    if (this.#worker) return this.#worker.predict(texts, { signal, timeoutMs: 60_000 });
    const { name } = this.#options;
    if (this.#status === 'starting') throw new Refusal(503, say`The deployment "${name}" is starting. Try again in a moment.`, { headers: { 'retry-after': '1' } });
    throw new Refusal(502, say`The deployment "${name}" could not be started: ${this.#message ?? say`no reason was given`}`);
  }

  /** Notes that what is to be served is not there. */
  fail(message: Phrase): void {
    this.#change(this.#served, 'failed', message);
  }

  /** Answers what was accepted and ends the worker. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#turn;
    await this.#worker?.close();
  }

  async #serve(next: ServedModel): Promise<Deployment> {
    if (this.#closed) throw new Refusal(409, say`The deployment "${this.#options.name}" is being stopped`);
    const same = next.model === this.#served.model && next.version === this.#served.version;
    if (same && this.#worker?.status === 'ready') return this.describe();
    const before = this.#worker;
    if (!before) this.#change(next, 'starting');
    let worker: ModelWorker;
    try {
      worker = await this.#options.startWorker(next.folder);
    } catch (error) {
      const reason = phraseOfError(error);
      if (before) this.#change(this.#served, workerStatus(before), say`Version ${next.version} of ${next.model} could not be started, so version ${this.#served.version} goes on: ${reason}`);
      else this.#change(next, 'failed', reason);
      throw new Refusal(502, say`Version ${next.version} of ${next.model} could not be served: ${reason}`);
    }
    if (this.#closed) {
      await worker.close();
      throw new Refusal(409, say`The deployment "${this.#options.name}" was stopped meanwhile`);
    }
    worker.onExit(({ reason, willRestart }) => this.#onExit(worker, reason, willRestart));
    this.#worker = worker;
    this.#change(next, 'ready');
    await before?.close();
    return this.describe();
  }

  #onExit(worker: ModelWorker, reason: string, willRestart: boolean): void {
    if (worker !== this.#worker || this.#closed) return;
    this.#change(this.#served, willRestart ? 'starting' : 'failed', willRestart ? say`The model worker ${reason} and is started again` : say`The model worker ${reason}`);
    if (!willRestart) return;
    // A text that waits for the new process is answered as soon as there is one.
    const back = () => {
      if (worker === this.#worker && worker.status === 'ready') this.#change(this.#served, 'ready');
    };
    worker.predict(['']).then(back, back);
  }

  #change(served: ServedModel, status: Deployment['status'], message?: Phrase): void {
    this.#served = served;
    this.#status = status;
    this.#message = message;
    this.#updatedAt = this.#options.now().toISOString();
    this.#options.onChange();
  }
}

function workerStatus(worker: ModelWorker): Deployment['status'] {
  switch (worker.status) {
    case 'ready':
      return 'ready';
    case 'restarting':
      return 'starting';
    case 'failed':
      return 'failed';
    case 'closed':
      return 'stopped';
    default:
      return worker.status satisfies never;
  }
}
