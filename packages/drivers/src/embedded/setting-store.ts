import type { DataSource } from 'typeorm';
import { SettingEntity } from './entities.ts';
import { read, transaction } from './transaction.ts';

/** Values by name that outlive the server, such as the token made on the first start. */
export class SettingStore {
  readonly #database: DataSource;

  constructor(database: DataSource) {
    this.#database = database;
  }

  get(name: string): Promise<string | undefined> {
    return read(this.#database, async (manager) => (await manager.findOneBy(SettingEntity, { name }))?.value);
  }

  set(name: string, value: string): Promise<void> {
    return transaction(this.#database, async (manager) => void (await manager.upsert(SettingEntity, { name, value }, ['name'])));
  }
}
