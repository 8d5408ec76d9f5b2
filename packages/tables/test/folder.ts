import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { openTables, type LoadedTable, type LoadOptions, type Tables } from '@millrace/tables';

/** Tables and a folder for the tests of one file; both are gone at the end. */
export interface TestTables {
  tables: Tables;
  /** A path in the folder. */
  path(name: string): string;
  /** Writes a file and returns its path. */
  file(name: string, content: string | Buffer): string;
  /** Writes a file and loads it as the table `out.parquet`. */
  load(name: string, content: string | Buffer, options?: LoadOptions): Promise<LoadedTable>;
  /** Columns and all rows of a table. */
  rows(path: string): Promise<unknown>;
}

export function testTables(): TestTables {
  const folder = mkdtempSync(join(tmpdir(), 'tables-test-'));
  const path = (name: string) => join(folder, name);
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(path(name), content);
    return path(name);
  };
  let opened: Tables | undefined;
  const test: TestTables = {
    get tables() {
      if (opened === undefined) throw new Error('The tables are not open yet.');
      return opened;
    },
    path, file,
    load: (name, content, options) => test.tables.load(file(name, content), path('out.parquet'), options),
    rows: async (table) => (await test.tables.slice(table, { limit: 1000, maxCellLength: 1_000_000 })).rows,
  };
  beforeAll(async () => { opened = await openTables({ temporaryFolder: path('temporary') }); });
  afterAll(async () => {
    await opened?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return test;
}

export const fixture = (name: string) => new URL(`../../../test/fixtures/golden/${name}`, import.meta.url).pathname;
