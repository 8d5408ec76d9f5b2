import { UserError } from '@millrace/sdk';
import { say, secretSummarySchema, type SecretSummary } from '@millrace/workflow';
import { In, type DataSource, type EntityManager } from 'typeorm';
import { SecretEntity } from './entities.ts';
import { SecretUnreadable, type SecretCipher } from './secret-cipher.ts';
import { read, transaction } from './transaction.ts';

/** Secrets by name; their values lie in the database encrypted. */
export class SecretStore {
  readonly #database: DataSource;
  readonly #cipher: SecretCipher;

  constructor(database: DataSource, cipher: SecretCipher) {
    this.#database = database;
    this.#cipher = cipher;
  }

  /** By name, without values. */
  list(): Promise<SecretSummary[]> {
    return read(this.#database, async (manager) => (await manager.find(SecretEntity, { order: { name: 'ASC' } })).map((secret) => this.#summary(secret)));
  }

  get(name: string): Promise<SecretSummary | undefined> {
    return read(this.#database, async (manager) => {
      const found = await manager.findOneBy(SecretEntity, { name });
      return found ? this.#summary(found) : undefined;
    });
  }

  /** Makes a secret or changes what is given of it; undefined when there is none to change and no value to make it of. */
  put({ name, value, description }: { readonly name: string; readonly value?: string | undefined; readonly description?: string | undefined }): Promise<SecretSummary | undefined> {
    return transaction(this.#database, async (manager) => {
      const known = await manager.findOneBy(SecretEntity, { name });
      const sealed = value === undefined ? known : this.#cipher.seal(name, value);
      if (!sealed) return undefined;
      const updatedAt = new Date().toISOString();
      await manager.upsert(SecretEntity, {
        name, keyId: sealed.keyId, sealed: sealed.sealed, updatedAt, createdAt: known?.createdAt ?? updatedAt, lastUsedAt: known?.lastUsedAt ?? null,
        description: (description ?? known?.description) || null,
      }, ['name']);
      return this.#summary(await manager.findOneByOrFail(SecretEntity, { name }));
    });
  }

  /** Whether there was such a secret. */
  remove(name: string): Promise<boolean> {
    return transaction(this.#database, async (manager) => {
      const found = await manager.existsBy(SecretEntity, { name });
      await manager.delete(SecretEntity, { name });
      return found;
    });
  }

  /** The values of secrets, which count as used now. Rejects with a UserError that names the one that is not there or cannot be read. */
  use(names: readonly string[]): Promise<Map<string, string>> {
    return transaction(this.#database, async (manager) => {
      const found = new Map((await manager.findBy(SecretEntity, { name: In([...names]) })).map((secret) => [secret.name, secret]));
      const values = new Map(names.map((name) => [name, this.#open(name, found.get(name))]));
      await manager.update(SecretEntity, { name: In([...names]) }, { lastUsedAt: new Date().toISOString() });
      return values;
    });
  }

  /** Encrypts what was stored with an older key anew; answers with the names. What cannot be opened stays as it is. */
  renewOld(): Promise<string[]> {
    return transaction(this.#database, async (manager) => {
      const renewed: string[] = [];
      for (const secret of await manager.find(SecretEntity, { order: { name: 'ASC' } })) if (await this.#renew(secret, manager)) renewed.push(secret.name);
      return renewed;
    });
  }

  async #renew({ name, keyId, sealed }: SecretEntity, manager: EntityManager): Promise<boolean> {
    if (!this.#cipher.isOld(keyId)) return false;
    try {
      await manager.update(SecretEntity, { name }, { ...this.#cipher.seal(name, this.#cipher.open(name, { keyId, sealed })) });
      return true;
    } catch (error) {
      if (error instanceof SecretUnreadable) return false; // said where it is listed or used
      throw error;
    }
  }

  #open(name: string, secret: SecretEntity | undefined): string {
    if (!secret) throw new UserError(say`There is no secret "${name}": store it, or choose another in the node.`);
    try {
      return this.#cipher.open(name, secret);
    } catch (error) {
      throw error instanceof SecretUnreadable ? new UserError(error.message, { cause: error }) : error;
    }
  }

  #summary({ name, description, createdAt, updatedAt, lastUsedAt, keyId }: SecretEntity): SecretSummary {
    const problem = this.#cipher.problemOf(name, keyId);
    return secretSummarySchema.parse({ name, createdAt, updatedAt, ...(description ? { description } : {}), ...(lastUsedAt ? { lastUsedAt } : {}), ...(problem === undefined ? {} : { problem }) });
  }
}
