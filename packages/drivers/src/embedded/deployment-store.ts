import { deploymentSchema, type Deployment } from '@millrace/workflow';
import type { DataSource } from 'typeorm';
import { DeploymentEntity } from './entities.ts';
import { read, transaction } from './transaction.ts';

/** Which endpoints there are, and what each serves. */
export class DeploymentStore {
  readonly #database: DataSource;

  constructor(database: DataSource) {
    this.#database = database;
  }

  /** By name. */
  list(): Promise<Deployment[]> {
    return read(this.#database, async (manager) => (await manager.find(DeploymentEntity, { order: { name: 'ASC' } })).map(deploymentOf));
  }

  get(name: string): Promise<Deployment | undefined> {
    return read(this.#database, async (manager) => {
      const found = await manager.findOneBy(DeploymentEntity, { name });
      return found ? deploymentOf(found) : undefined;
    });
  }

  /** Makes or replaces the deployment of that name; sets `updatedAt`. */
  put(deployment: Omit<Deployment, 'updatedAt'>): Promise<Deployment> {
    return transaction(this.#database, async (manager) => {
      const { name, model, version, status, message } = deployment;
      const row = { name, model, version, status, message: message ?? null, updatedAt: new Date().toISOString() };
      await manager.upsert(DeploymentEntity, row, ['name']);
      return deploymentOf(row);
    });
  }

  /** Returns whether it was there. */
  remove(name: string): Promise<boolean> {
    return transaction(this.#database, async (manager) => (await manager.delete(DeploymentEntity, { name })).affected === 1);
  }
}

function deploymentOf({ message, ...rest }: DeploymentEntity): Deployment {
  return deploymentSchema.parse({ ...rest, ...(message === null ? {} : { message }) });
}
