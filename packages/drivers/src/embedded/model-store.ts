import { modelVersionSchema, type Model, type ModelVersion } from '@millrace/workflow';
import { MoreThan, type DataSource } from 'typeorm';
import { ModelAliasEntity, ModelEntity, ModelVersionEntity } from './entities.ts';
import { read, transaction } from './transaction.ts';

/** The registry: models, their immutable versions, and movable names for versions. */
export class ModelStore {
  readonly #database: DataSource;

  constructor(database: DataSource) {
    this.#database = database;
  }

  /** The same content under the same name is the same version, whose metrics are brought up to date. */
  save(request: { readonly name: string; readonly hash: string; readonly metrics: Readonly<Record<string, number | null>>; readonly runId?: string }): Promise<ModelVersion> {
    const { name, hash, runId } = request;
    const metrics = JSON.stringify(request.metrics);
    return transaction(this.#database, async (manager) => {
      const createdAt = new Date().toISOString();
      // The model's row is written first: two saves under one name stand in line there.
      await manager.createQueryBuilder().insert().into(ModelEntity).values({ name, createdAt }).orIgnore().execute();
      await manager.update(ModelEntity, { name }, { name });
      const known = await manager.findOneBy(ModelVersionEntity, { model: name, hash });
      if (known) {
        await manager.update(ModelVersionEntity, { model: name, version: known.version }, { metrics });
        return versionOf({ ...known, metrics });
      }
      const [latest] = await manager.find(ModelVersionEntity, { where: { model: name }, order: { version: 'DESC' }, take: 1 });
      const version = { model: name, version: (latest?.version ?? 0) + 1, hash, runId: runId ?? null, metrics, createdAt };
      await manager.insert(ModelVersionEntity, version);
      return versionOf(version);
    });
  }

  /** By name, versions newest first. */
  list(): Promise<Model[]> {
    return transaction(this.#database, async (manager) => {
      const models = await manager.find(ModelEntity, { order: { name: 'ASC' } });
      const versions = await manager.find(ModelVersionEntity, { order: { version: 'DESC' } });
      const aliases = await manager.find(ModelAliasEntity);
      return models.map(({ name }) => ({
        name,
        versions: versions.filter(({ model }) => model === name).map(versionOf),
        aliases: Object.fromEntries(aliases.filter(({ model }) => model === name).map(({ alias, version }) => [alias, version])),
      }));
    });
  }

  async get(name: string): Promise<Model | undefined> {
    return (await this.list()).find((model) => model.name === name);
  }

  /** The newest version when none is named. */
  getVersion(name: string, version?: number): Promise<ModelVersion | undefined> {
    return read(this.#database, async (manager) => {
      const [found] = await manager.find(ModelVersionEntity, { where: { model: name, version: version ?? MoreThan(0) }, order: { version: 'DESC' }, take: 1 });
      return found && versionOf(found);
    });
  }

  /** Makes or moves an alias. Throws when there is no such version. */
  setAlias(name: string, alias: string, version: number): Promise<void> {
    return transaction(this.#database, async (manager) => {
      if (!(await manager.existsBy(ModelVersionEntity, { model: name, version }))) throw new Error(`The model "${name}" has no version ${version}.`);
      await manager.upsert(ModelAliasEntity, { model: name, alias, version }, ['model', 'alias']);
    });
  }

  /** Whether there was such an alias. */
  removeAlias(name: string, alias: string): Promise<boolean> {
    return transaction(this.#database, async (manager) => {
      const found = await manager.existsBy(ModelAliasEntity, { model: name, alias });
      await manager.delete(ModelAliasEntity, { model: name, alias });
      return found;
    });
  }
}

function versionOf({ model, version, hash, runId, metrics, createdAt }: ModelVersionEntity): ModelVersion {
  return modelVersionSchema.parse({ model, version, hash, createdAt, metrics: JSON.parse(metrics), ...(runId ? { runId } : {}) });
}
