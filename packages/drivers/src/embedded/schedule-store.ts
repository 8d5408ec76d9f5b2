import type { DataSource } from 'typeorm';
import { ScheduleFireEntity } from './entities.ts';
import { read, transaction } from './transaction.ts';

/** When each schedule fired last. */
export class ScheduleStore {
  readonly #database: DataSource;

  constructor(database: DataSource) {
    this.#database = database;
  }

  /** ISO 8601, UTC. */
  lastFire(workflowId: string, triggerId: string): Promise<string | undefined> {
    return read(this.#database, async (manager) => (await manager.findOneBy(ScheduleFireEntity, { workflowId, triggerId }))?.firedAt);
  }

  /** Returns false when that fire, or a later one, was recorded before. `at` is ISO 8601, UTC, with milliseconds, as `toISOString` writes it. */
  recordFire(workflowId: string, triggerId: string, at: string): Promise<boolean> {
    const firedAt = new Date(at).toISOString();
    return transaction(this.#database, async (manager) => {
      await manager.createQueryBuilder().insert().into(ScheduleFireEntity).values({ workflowId, triggerId, firedAt: '' }).orIgnore().execute();
      const { affected } = await manager.createQueryBuilder().update(ScheduleFireEntity).set({ firedAt })
        .where('workflowId = :workflowId AND triggerId = :triggerId AND firedAt < :firedAt', { workflowId, triggerId, firedAt }).execute();
      return affected === 1;
    });
  }
}
