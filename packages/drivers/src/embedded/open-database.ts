import 'reflect-metadata';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import Libsql from 'libsql';
import { migrations } from '@millrace/migrations';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { entities } from './entities.ts';

/**
 * Opens the SQLite file `millrace.db` in `dataDir`, or the PostgreSQL database at `url`, and brings its tables up to date.
 * A commit survives the loss of power on both: SQLite runs with a write-ahead log and `synchronous = FULL`.
 */
export async function openDatabase(options: { readonly dataDir: string } | { readonly url: string }): Promise<DataSource> {
  if ('dataDir' in options) await mkdir(options.dataDir, { recursive: true });
  const database = new DataSource({ ...connectionOf(options), entities, migrations, migrationsTransactionMode: 'each', synchronize: false, logging: false });
  await database.initialize();
  try {
    await database.runMigrations();
  } catch (error) {
    await database.destroy();
    throw error;
  }
  return database;
}

function connectionOf(options: { readonly dataDir: string } | { readonly url: string }): DataSourceOptions {
  if ('url' in options) return { type: 'postgres', url: options.url };
  return {
    type: 'better-sqlite3',
    driver: Libsql,
    database: join(options.dataDir, 'millrace.db'),
    enableWAL: true,
    prepareDatabase: (connection: { pragma(source: string): unknown }) => {
      connection.pragma('synchronous = FULL');
      connection.pragma('busy_timeout = 5000');
    },
  };
}
