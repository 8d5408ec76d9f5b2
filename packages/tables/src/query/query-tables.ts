// One SELECT of a user over tables, in a DuckDB of its own that sees these tables and nothing else of the machine.
import type { DuckDBPreparedStatement } from '@duckdb/node-api';
import { duckdbTypeOf, type Column, type TableInfo } from '../column-type.ts';
import { copyStatement, type Session } from '../database.ts';
import { describeTable } from '../describe-table.ts';
import { identifier, literal } from '../sql.ts';
import { TableError } from '../table-error.ts';
import { checkQuery, tablesInWords, type QueryTables, type Vocabulary } from './check-query.ts';
import { complaintOf, placedError } from './query-error.ts';
import { resultColumns } from './query-columns.ts';

/** The part of an AbortSignal that a query listens to. */
export interface QuerySignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
  throwIfAborted(): void;
}

/** The SQL of a user and the tables that it may read. */
export interface Query {
  readonly sql: string;
  /** Parquet files by the name that they have in the query; undefined for a table that could be there and is not. */
  readonly tables: Readonly<Record<string, string | undefined>>;
  readonly signal?: QuerySignal;
}

/** Runs a query; `isolated` opens the DuckDB that the SQL gets to see. */
export async function queryTables(session: Session, isolated: Isolated, { sql, tables, signal }: Query, toParquet: string): Promise<TableInfo> {
  const there = Object.entries(tables).flatMap(([name, path]) => (path === undefined ? [] : [[name, path] as const]));
  const infos = new Map<string, { readonly columns: readonly Column[]; readonly source: string }>();
  for (const [name, path] of there) infos.set(name, { columns: (await describeTable(session, path)).columns, source: await session.table(path) });
  const file = session.scratch('parquet');
  const links = [...infos.values()].map(({ source }) => source.slice('read_parquet('.length, -1));
  await isolated(async (sandbox) => {
    await lock(sandbox, [...links, literal(file)]);
    for (const [name, { columns, source }] of infos) await sandbox.run(`CREATE VIEW ${identifier(name)} AS SELECT ${columns.map((column) => identifier(column.name)).join(', ')} FROM ${source}`);
    const known = Object.fromEntries([...infos].map(([name, { columns }]) => [name, columns]));
    const absent = Object.keys(tables).filter((name) => tables[name] === undefined);
    await interruptible(sandbox, signal, async () => {
      const { bind } = await parse(sandbox, sql, known, absent);
      const columns = resultColumns(await bind());
      try {
        await sandbox.run(`CREATE TEMP VIEW query_result (${columns.map((_, index) => `c${index}`).join(', ')}) AS ${sql}`);
        await sandbox.run(copyStatement(`SELECT ${columns.map((column) => column.sql).join(', ')} FROM query_result`, file));
      } catch (error) {
        throw inWords(error, { sql, tables: known, placed: false });
      }
    });
  });
  await session.moveTo(file, toParquet);
  return describeTable(session, toParquet);
}

/**
 * The columns that a query gives over tables of these columns. Undefined where that is not known: a table that the query reads is not,
 * or holds what only a run can tell. Throws a TableError for what no table could mend.
 */
export async function queryColumns(isolated: Isolated, sql: string, tables: QueryTables): Promise<readonly Column[] | undefined> {
  return isolated(async (sandbox) => {
    await lock(sandbox, []);
    for (const [name, columns = []] of Object.entries(tables)) {
      if (columns.length > 0) await sandbox.run(`CREATE VIEW ${identifier(name)} AS SELECT ${columns.map((column) => `CAST(NULL AS ${column.type === 'other' ? 'BLOB' : duckdbTypeOf(column.type)}) AS ${identifier(column.name)}`).join(', ')}`);
    }
    const { read, bind } = await parse(sandbox, sql, tables, []);
    if ([...read].some((name) => (tables[name] ?? []).length === 0)) return undefined;
    try {
      return resultColumns(await bind()).map(({ name, type }) => ({ name, type }));
    } catch (error) {
      if ([...read].some((name) => tables[name]?.some(({ type }) => type === 'other'))) return undefined;
      throw error;
    }
  });
}

/** Runs work in a DuckDB that no other work shares. */
export type Isolated = <T>(work: (sandbox: Session) => Promise<T>) => Promise<T>;

/** Leaves the sandbox these files, given as SQL literals, and lets nothing be set any more. */
async function lock(sandbox: Session, files: readonly string[]): Promise<void> {
  await sandbox.run(`SET TimeZone = 'UTC'`);
  await sandbox.run(`SET allowed_paths = [${files.join(', ')}]`);
  await sandbox.run('SET enable_external_access = false');
  await sandbox.run('SET lock_configuration = true');
}

/** Reads and checks the SQL; `bind` looks its names up. */
async function parse(sandbox: Session, sql: string, tables: QueryTables, absent: readonly string[]): Promise<{ readonly read: ReadonlySet<string>; readonly bind: () => Promise<DuckDBPreparedStatement> }> {
  const [[text] = []] = await sandbox.rows(`SELECT json_serialize_sql(${literal(sql)}, skip_null := true, skip_empty := true)`);
  const parsed = JSON.parse(String(text)) as Parsed; // DuckDB's answer, of the shape below
  if (parsed.error) {
    if (parsed.error_type !== 'parser') throw new TableError(/^\s*(?:PIVOT|UNPIVOT)\b/i.test(sql)
      ? 'PIVOT needs its columns named: SELECT * FROM (PIVOT … ON … IN (…) USING …).'
      : 'A query is one SELECT, or WITH … SELECT; statements that explain, change, copy, attach, load or set something are not allowed.');
    throw placedError(sql, parsed.position, `${upperFirst(parsed.error_message ?? 'syntax error')}.`);
  }
  const statements = parsed.statements ?? [];
  if (statements.length === 0) throw new TableError('The query is empty; write a SELECT.');
  if (statements.length > 1) throw new TableError(`There are ${statements.length} statements; a query is one SELECT. Name the parts of a longer one with WITH … AS.`);
  const read = checkQuery(statements[0], { sql, tables, absent, vocabulary: await vocabularyOf(sandbox) });
  return { read, bind: async () => {
    try {
      return await sandbox.connection.prepare(sql);
    } catch (error) {
      throw inWords(error, { sql, tables, placed: true });
    }
  } };
}

interface Parsed {
  readonly error: boolean;
  readonly error_type?: string;
  readonly error_message?: string;
  readonly position?: string;
  readonly statements?: readonly unknown[];
}

let vocabulary: Vocabulary | undefined;

/** The same for every DuckDB of this process. */
async function vocabularyOf(sandbox: Session): Promise<Vocabulary> {
  if (vocabulary) return vocabulary;
  const functions = await sandbox.rows(`SELECT lower(function_name), bool_and(coalesce(stability, 'CONSISTENT') = 'CONSISTENT') FROM duckdb_functions() WHERE function_type IN ('scalar', 'aggregate', 'macro') GROUP BY ALL`);
  const views = await sandbox.rows('SELECT lower(view_name) FROM duckdb_views() WHERE internal');
  return vocabulary = { functions: new Map(functions.map(([name, consistent]) => [String(name), consistent === true])), ownViews: new Set(views.map(([name]) => String(name))) };
}

/** Stops what the sandbox runs as soon as the signal aborts; again and again, since DuckDB forgets it between two statements. */
async function interruptible(sandbox: Session, signal: QuerySignal | undefined, work: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    sandbox.connection.interrupt();
    timer ??= setInterval(() => sandbox.connection.interrupt(), 20);
  };
  signal?.addEventListener('abort', stop);
  try {
    signal?.throwIfAborted();
    await work();
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    clearInterval(timer);
  }
}

/** What DuckDB says, in words that name no file. `placed`: its position counts in the text of the user. */
function inWords(error: unknown, { sql, tables, placed }: { readonly sql: string; readonly tables: QueryTables; readonly placed: boolean }): unknown {
  const complaint = complaintOf(error);
  if (!complaint) return error;
  const { kind, message, subtype, name } = complaint;
  const refuse = (words: string) => placedError(sql, placed ? complaint.position : undefined, words, error);
  if (kind === 'Out of Memory') return new TableError('The query needs more memory than it may have. Join on columns that few rows share, filter first, or take fewer columns.', { cause: error });
  if (/No space left on device/.test(message)) return new TableError('The disk is full; free some space and run again.', { cause: error });
  if (kind === 'IO' || kind === 'INTERNAL' || kind === 'FATAL') return error;
  if (kind === 'Permission') return refuse(`A query reads ${tablesInWords(tables)}, and no files.`);
  if (subtype === 'COLUMN_NOT_FOUND') return refuse(`There is no column "${name}"; the query reads ${tablesInWords(tables)}.`);
  const missing = /"(.+)" does not have a column named "(.+)"/.exec(message);
  if (missing) return refuse(`"${missing[1]}" has no column "${missing[2]}"; the query reads ${tablesInWords(tables)}.`);
  if (subtype === 'MISSING_ENTRY' && /Function/.test(message)) return refuse(`There is no function ${name}().`);
  const [first = '', ...rest] = message.split('\n');
  const sentence = [first, ...rest.filter((line) => !/^\s*(?:Candidate|Did you mean|LINE \d)|^\t/.test(line))].join(' ').trim();
  return refuse(`${upperFirst(sentence).replace(/[!.]$/, '')}.${/not found/.test(first) ? ` The query reads ${tablesInWords(tables)}.` : ''}`);
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
