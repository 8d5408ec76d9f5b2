import type { ModelStore } from '@millrace/drivers';
import type { ArtifactStore } from '@millrace/engine';
import { say, type Model, type ModelVersion } from '@millrace/workflow';
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
    if (!model) throw new Refusal(404, say`There is no model "${name}"`);
    return model;
  }

  /** Saves a version; the same content under the same name is the same version. */
  async save(request: { name: string; hash: string; metrics: Readonly<Record<string, number | null>>; runId: string }): Promise<ModelVersion> {
    const saved = await this.#store.save(request);
    this.#changes.announce({ what: 'models', id: request.name });
    return saved;
  }

  /** Lets an alias name this version from now on. */
  async moveAlias(name: string, alias: string, version: number): Promise<Model> {
    await this.version(name, version);
    await this.#store.setAlias(name, alias, version);
    this.#changes.announce({ what: 'models', id: name });
    return this.read(name);
  }

  async removeAlias(name: string, alias: string): Promise<void> {
    const { aliases } = await this.read(name);
    if (!(await this.#store.removeAlias(name, alias))) {
      const names = Object.keys(aliases).sort();
      throw new Refusal(404, say`The model "${name}" has no alias "${alias}"${names.length > 0 ? say`; it has: ${names.join(', ')}` : ''}`);
    }
    this.#changes.announce({ what: 'models', id: name });
  }

  /** A version, the newest when none is named. Throws a Refusal when it is not there. */
  async version(name: string, version?: number): Promise<ModelVersion> {
    const found = await this.#store.getVersion(name, version);
    if (found) return found;
    const { versions } = await this.read(name);
    throw new Refusal(404, say`The model "${name}" has no version ${version ?? ''}; it has: ${versions.map((one) => one.version).join(', ')}`);
  }

  /** The folder of a version, the newest when none is named. Throws a Refusal when it is not there. */
  async locate(name: string, version?: number): Promise<ServedModel> {
    const found = await this.version(name, version);
    const address = { hash: found.hash, form: 'folder' as const };
    if (!(await this.#artifacts.has(address))) throw new Refusal(404, say`The files of version ${found.version} of "${name}" are gone from the artifact store`);
    return { model: name, version: found.version, folder: await this.#artifacts.locate(address) };
  }
}
