import type { ModelStore } from '@millrace/drivers';
import type { ArtifactStore } from '@millrace/engine';
import type { Model, ModelVersion } from '@millrace/workflow';
import type { Changes } from '../gateway/changes.ts';
import { Refusal } from '../http/refusal.ts';
import type { ServedModel } from '../deployments/live-deployment.ts';

export interface ModelsParts {
  readonly store: ModelStore;
  readonly artifacts: ArtifactStore;
  readonly changes: Changes;
}

/** The registry of models. */
export class ModelsService {
  readonly #store: ModelStore;
  readonly #artifacts: ArtifactStore;
  readonly #changes: Changes;

  constructor({ store, artifacts, changes }: ModelsParts) {
    this.#store = store;
    this.#artifacts = artifacts;
    this.#changes = changes;
  }

  list(): Promise<Model[]> {
    return this.#store.list();
  }

  async read(name: string): Promise<Model> {
    const model = await this.#store.get(name);
    if (!model) throw new Refusal(404, `There is no model "${name}"`);
    return model;
  }

  /** Saves a version; the same content under the same name is the same version. */
  async save(request: { name: string; hash: string; metrics: Readonly<Record<string, number | null>>; runId: string }): Promise<ModelVersion> {
    const saved = await this.#store.save(request);
    this.#changes.announce({ what: 'models', id: request.name });
    return saved;
  }

  /** The folder of a version, the newest when none is named. Throws a Refusal when it is not there. */
  async locate(name: string, version?: number): Promise<ServedModel> {
    const found = await this.#store.getVersion(name, version);
    if (!found) {
      const { versions } = await this.read(name);
      throw new Refusal(404, `The model "${name}" has no version ${version}; it has: ${versions.map((one) => one.version).join(', ')}`);
    }
    const address = { hash: found.hash, form: 'folder' as const };
    if (!(await this.#artifacts.has(address))) throw new Refusal(404, `The files of version ${found.version} of "${name}" are gone from the artifact store`);
    return { model: name, version: found.version, folder: await this.#artifacts.locate(address) };
  }
}
