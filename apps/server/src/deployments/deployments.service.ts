import type { DeploymentStore } from '@millrace/drivers';
import { DeadlineExceeded, ModelWorkerFailed, Overloaded, type ModelWorker, type Prediction } from '@millrace/serving';
import { say, type CreateDeployment, type Deployment } from '@millrace/workflow';
import type { Logger } from 'pino';
import { phraseOfError } from '@millrace/sdk';
import type { Changes } from '../gateway/changes.ts';
import { Refusal } from '../http/refusal.ts';
import type { ModelsService } from '../models/models.service.ts';
import { LiveDeployment, type ServedModel } from './live-deployment.ts';

export interface DeploymentsParts {
  readonly store: DeploymentStore;
  readonly models: ModelsService;
  readonly changes: Changes;
  readonly log: Logger;
  /** Starts a process that answers with the model in a folder; `print` receives what it says. */
  readonly startWorker: (folder: string, print: (line: string) => void) => Promise<ModelWorker>;
}

/** The endpoints that serve models. What was deployed is served again after a restart. */
export class DeploymentsService {
  readonly #store: DeploymentStore;
  readonly #models: ModelsService;
  readonly #changes: Changes;
  readonly #log: Logger;
  readonly #startWorker: DeploymentsParts['startWorker'];
  readonly #live = new Map<string, LiveDeployment>();
  #closed = false;

  constructor({ store, models, changes, log, startWorker }: DeploymentsParts) {
    this.#store = store;
    this.#models = models;
    this.#changes = changes;
    this.#log = log;
    this.#startWorker = startWorker;
  }

  /** Starts what was deployed when the server ran last. Resolves when each has its turn; a deploy from now on comes after. */
  async restore(): Promise<void> {
    for (const { name, model, version } of await this.#store.list()) {
      const live = this.#make(name, { model, version, folder: '' });
      const failed = (error: unknown) => {
        live.fail(phraseOfError(error));
        this.#log.warn({ err: error, deployment: name }, 'A deployment could not be started again');
      };
      try {
        live.serve(await this.#models.locate(model, version)).catch(failed);
      } catch (error) {
        failed(error);
      }
    }
  }

  list(): Deployment[] {
    return [...this.#live.values()].map((live) => live.describe()).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  read(name: string): Deployment {
    return this.#get(name).describe();
  }

  /** Serves a version under a name and resolves when it answers. The version that is served already is left alone. */
  async deploy({ name, model, version }: CreateDeployment): Promise<Deployment> {
    if (this.#closed) throw new Refusal(503, say`The server is stopping`);
    const served = await this.#models.locate(model, version);
    const live = this.#live.get(name) ?? this.#make(name, served);
    if (!(await this.#store.get(name))) await this.#store.put({ name, model, version: served.version, status: 'starting' });
    const deployment = await live.serve(served);
    await this.#store.put({ name, model, version: served.version, status: deployment.status });
    return deployment;
  }

  async remove(name: string): Promise<void> {
    const live = this.#get(name);
    this.#live.delete(name);
    await this.#store.remove(name);
    await live.close();
    this.#changes.announce({ what: 'deployments', id: name });
  }

  /** Predicts the texts, in their order. */
  async predict(name: string, texts: readonly string[], signal: AbortSignal): Promise<Prediction[]> {
    const live = this.#get(name);
    try {
      return await live.predict(texts, signal);
    } catch (error) {
      throw signal.aborted ? new Refusal(499, say`The caller has gone`) : refusalOf(error);
    }
  }

  /** Stops all workers; the deployments are served again at the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#live.values()].map((live) => live.close()));
  }

  #get(name: string): LiveDeployment {
    const live = this.#live.get(name);
    if (!live) {
      const names = [...this.#live.keys()].sort();
      throw new Refusal(404, say`There is no deployment "${name}"${names.length > 0 ? say`; there are: ${names.join(', ')}` : ''}`);
    }
    return live;
  }

  #make(name: string, served: ServedModel): LiveDeployment {
    const live = new LiveDeployment(served, {
      name,
      now: () => new Date(),
      onChange: () => this.#changes.announce({ what: 'deployments', id: name }),
      startWorker: (folder) => this.#startWorker(folder, (line) => this.#log.debug({ deployment: name }, line)),
    });
    this.#live.set(name, live);
    return live;
  }
}

function refusalOf(error: unknown): unknown {
  if (error instanceof Overloaded) return new Refusal(429, phraseOfError(error), { headers: { 'retry-after': String(error.retryAfterSeconds) } });
  if (error instanceof DeadlineExceeded) return new Refusal(504, phraseOfError(error));
  if (error instanceof ModelWorkerFailed) return new Refusal(502, phraseOfError(error));
  return error;
}
