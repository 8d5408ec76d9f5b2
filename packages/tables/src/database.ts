import { constants } from 'node:fs';
import { access, copyFile, mkdir, mkdtemp, rename, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DuckDBInstance, type DuckDBConnection, type DuckDBDataChunk, type DuckDBValue } from '@duckdb/node-api';
import { literal, uniqueName } from './sql.ts';
import { TableError } from './table-error.ts';

/** How much of the machine tables may use. */
export interface TablesOptions {
  /** Threads for reading. Default 1. Tables are always written by one thread: more would cut row groups where timing has it. */
  readonly threads?: number;
  /** Memory of DuckDB, such as '2GB' (the default); what does not fit spills to the temporary folder. */
  readonly memoryLimit?: string;
  /** Where files that are being written and spilled memory lie. Default: the system's folder for temporary files. */
  readonly temporaryFolder?: string;
}

export type Row = readonly DuckDBValue[];

/** In-memory DuckDB with a folder of its own. It loads no extension and reads only the files that a session names. */
export class Database {
  private reader: Promise<DuckDBInstance> | undefined;

  private constructor(
    private readonly writer: DuckDBInstance, private readonly folder: string,
    private readonly settings: { readonly threads: number; readonly memoryLimit: string },
  ) {}

  static async open({ threads = 1, memoryLimit = '2GB', temporaryFolder = tmpdir() }: TablesOptions): Promise<Database> {
    if (!Number.isInteger(threads) || threads < 1) throw new TableError(`threads must be a whole number from 1, not ${threads}.`);
    if (!/^\d+(\.\d+)? ?[KMGT]i?B$/i.test(memoryLimit)) throw new TableError(`memoryLimit must be a size such as "2GB", not "${memoryLimit}".`);
    await mkdir(temporaryFolder, { recursive: true });
    const folder = await mkdtemp(join(resolve(temporaryFolder), 'tables-'));
    return new Database(await startDuckdb(folder, { threads: 1, memoryLimit }), folder, { threads, memoryLimit });
  }

  /** Runs work that makes a table, with a connection of its own; its temporary tables and files are gone afterwards. */
  async write<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.session(this.writer, work);
  }

  /** As `write`, for work that only reads. */
  async read<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.session(await this.readingInstance(), work);
  }

  /** As `read`, for as long as values are taken. */
  async* stream<T>(work: (session: Session) => AsyncGenerator<T>): AsyncGenerator<T> {
    const { session, close } = await this.connect(await this.readingInstance());
    try {
      yield* work(session);
    } catch (error) {
      throw inWords(error);
    } finally {
      await close();
    }
  }

  /** As `write`, in a DuckDB of its own, whose settings can still be changed and whose errors are JSON. */
  async isolated<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const spill = await mkdtemp(join(this.folder, 'isolated-'));
    const instance = await startDuckdb(spill, { ...this.settings, threads: 1 }, { lock_configuration: 'false', errors_as_json: 'true', max_temp_directory_size: '16GB' });
    try {
      return await this.session(instance, work);
    } finally {
      instance.closeSync();
      await rm(spill, { recursive: true, force: true });
    }
  }

  async close(): Promise<void> {
    this.writer.closeSync();
    (await this.reader)?.closeSync();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async session<T>(instance: DuckDBInstance, work: (session: Session) => Promise<T>): Promise<T> {
    const { session, close } = await this.connect(instance);
    try {
      return await work(session);
    } catch (error) {
      throw inWords(error);
    } finally {
      await close();
    }
  }

  private async connect(instance: DuckDBInstance): Promise<{ session: Session; close: () => Promise<void> }> {
    const scratch = await mkdtemp(join(this.folder, 's-'));
    const connection = await instance.connect();
    return {
      session: new Session(connection, scratch),
      close: async () => {
        connection.closeSync();
        await rm(scratch, { recursive: true, force: true });
      },
    };
  }

  private readingInstance(): Promise<DuckDBInstance> {
    if (this.settings.threads === 1) return Promise.resolve(this.writer);
    return this.reader ??= startDuckdb(this.folder, this.settings);
  }
}

async function startDuckdb(folder: string, { threads, memoryLimit }: { threads: number; memoryLimit: string }, settings: Readonly<Record<string, string>> = {}): Promise<DuckDBInstance> {
  return DuckDBInstance.create(':memory:', {
    threads: String(threads), memory_limit: memoryLimit, temp_directory: join(folder, `spill-${threads}`),
    preserve_insertion_order: 'true', enable_external_file_cache: 'false',
    autoinstall_known_extensions: 'false', autoload_known_extensions: 'false', allow_community_extensions: 'false',
    lock_configuration: 'true', ...settings,
  });
}

/** A connection and a folder for as long as one piece of work takes. */
export class Session {
  private files = 0;

  constructor(readonly connection: DuckDBConnection, private readonly folder: string) {}

  async run(sql: string, values: readonly DuckDBValue[] = []): Promise<void> {
    await this.connection.run(sql, [...values]);
  }

  async rows(sql: string, values: readonly DuckDBValue[] = []): Promise<Row[]> {
    return (await this.connection.runAndReadAll(sql, [...values])).getRows();
  }

  /** The first row; for queries that always have one. */
  async row(sql: string, values: readonly DuckDBValue[] = []): Promise<Row> {
    return (await this.rows(sql, values))[0] ?? [];
  }

  /** The chunks of a result as they come. */
  async* chunks(sql: string, values: readonly DuckDBValue[] = []): AsyncGenerator<DuckDBDataChunk> {
    const result = await this.connection.stream(sql, [...values]);
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk;
    }
  }

  /** A path for a file that this session makes. */
  scratch(extension: string): string {
    return join(this.folder, `${this.files++}.${extension}`);
  }

  /** The Parquet file at `path` as a table expression. DuckDB sees it under a name of ours, so that no character of the path means anything. */
  async table(path: string): Promise<string> {
    await assertFile(path);
    const link = this.scratch('parquet');
    await symlink(resolve(path), link).catch(() => copyFile(path, link)); // Windows lets only some users make links
    return `read_parquet(${literal(link)})`;
  }

  /** The same with the number of each row (from 0) beside its columns, in a column that `number` names. */
  async numberedTable(path: string, columns: readonly { readonly name: string }[]): Promise<{ readonly table: string; readonly number: string }> {
    const number = uniqueName([...columns.map(({ name }) => name), 'file_row_number']);
    const table = (await this.table(path)).replace(/\)$/, ', file_row_number = true)');
    // A table may have a column of that very name; the reader then has no room for its own.
    if (columns.some(({ name }) => name.toLowerCase() === 'file_row_number')) return { table: `(SELECT *, row_number() OVER () - 1 AS ${number} FROM ${await this.table(path)})`, number };
    return { table: `(SELECT * EXCLUDE (file_row_number), file_row_number AS ${number} FROM ${table})`, number };
  }

  /** Writes the rows of a query to a Parquet file. */
  async writeParquet(query: string, values: readonly DuckDBValue[], path: string): Promise<void> {
    const file = this.scratch('parquet');
    await this.run(copyStatement(query, file), values);
    await this.moveTo(file, path);
  }

  /** Moves a file of `scratch` out. */
  async moveTo(file: string, path: string): Promise<void> {
    await rename(file, path).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EXDEV') throw error;
      await copyFile(file, path);
    });
  }
}

/** Writes the rows of a query to a Parquet file. */
export function copyStatement(query: string, file: string): string {
  return `COPY (${query}) TO ${literal(file)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`;
}

/** Throws a TableError unless `path` is a local file that can be read. */
export async function assertFile(path: string): Promise<void> {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) throw new TableError(`"${path}" is an address, not a file; only local files are read. Download it first.`);
  if (path.includes('\0')) throw new TableError('A file path cannot hold a NUL character.');
  const info = await stat(path).catch(() => undefined);
  if (info === undefined) throw new TableError(`The file "${path}" does not exist.`);
  if (!info.isFile()) throw new TableError(`"${path}" is not a file.`);
  await access(path, constants.R_OK).catch(() => { throw new TableError(`The file "${path}" cannot be read: permission denied.`); });
}

function inWords(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof TableError) return error;
  if (error.message.startsWith('Out of Memory Error')) {
    return new TableError('The table does not fit in the memory given to tables; raise memoryLimit, or work on fewer columns or rows.', { cause: error });
  }
  if (/No space left on device/.test(error.message)) return new TableError('The disk is full; free some space and run again.', { cause: error });
  return error;
}
