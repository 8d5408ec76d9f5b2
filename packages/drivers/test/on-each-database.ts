import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@millrace/drivers';
import { afterAll, beforeAll, describe } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { missingPostgres, startPostgres, type Postgres } from './postgres.ts';

/** Describes behaviour that SQLite and PostgreSQL share. `open` makes an empty database; each is closed at the end. */
export function onEachDatabase(title: string, tests: (open: () => Promise<DataSource>) => void): void {
  describe(`${title}, on SQLite`, () => {
    const opened: DataSource[] = [];
    const folders: string[] = [];
    afterAll(async () => {
      for (const database of opened) if (database.isInitialized) await database.destroy();
      for (const folder of folders) await rm(folder, { recursive: true });
    });
    tests(async () => {
      const dataDir = await mkdtemp(join(tmpdir(), 'millrace-sqlite-'));
      folders.push(dataDir);
      const database = await openDatabase({ dataDir });
      opened.push(database);
      return database;
    });
  });

  // PostgreSQL's binaries are an optional package that some platforms lack; the title says so where it is left out.
  const describePostgres = missingPostgres ? describe.skip : describe;
  describePostgres(`${title}, on PostgreSQL${missingPostgres ? ` (left out: ${missingPostgres})` : ''}`, () => {
    const opened: DataSource[] = [];
    let postgres: Postgres | undefined;
    beforeAll(async () => {
      postgres = await startPostgres();
    });
    afterAll(async () => {
      for (const database of opened) if (database.isInitialized) await database.destroy();
      await postgres?.stop();
    });
    tests(async () => {
      if (!postgres) throw new Error('PostgreSQL did not start');
      const database = await openDatabase({ url: await postgres.createDatabase() });
      opened.push(database);
      return database;
    });
  });
}
