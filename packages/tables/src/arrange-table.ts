import type { DuckDBValue } from '@duckdb/node-api';
import type { TableInfo } from './column-type.ts';
import type { Session } from './database.ts';
import { columnOf, describeTable } from './describe-table.ts';
import { filterCondition, type Filter } from './filter.ts';
import { assertFilterPatterns } from './pattern.ts';
import { identifier } from './sql.ts';

/** Which rows of a table, in which order, and which of its columns. */
export interface Arrangement {
  readonly filter?: Filter;
  /** Rows that are equal in these keep their order; missing values come last. */
  readonly sort?: readonly { readonly column: string; readonly descending?: boolean }[];
  readonly columns?: readonly string[];
}

export interface ArrangedTable extends TableInfo {
  /** The column that says where each row stands in the table it came from, from 0. */
  readonly numbers: string;
}

/** Writes the rows that pass a filter in the order asked for, so that any page of them is read as fast as of a plain table. */
export async function arrangeTable(session: Session, path: string, arrangement: Arrangement, toParquet: string): Promise<ArrangedTable> {
  const { query, values, number } = await arrangementQuery(session, path, arrangement);
  await session.writeParquet(query, values, toParquet);
  return { ...await describeTable(session, toParquet), numbers: number };
}

/** The arranged rows as a query: the columns, then the number of each row in `number`. */
export async function arrangementQuery(session: Session, path: string, { filter, sort = [], columns }: Arrangement): Promise<{ query: string; values: DuckDBValue[]; number: string; names: string[] }> {
  const info = await describeTable(session, path);
  const sources = info.columns.map((column) => ({ ...column, sql: identifier(column.name) }));
  const { table, number } = await session.numberedTable(path, info.columns);
  const values: DuckDBValue[] = [];
  if (filter !== undefined) await assertFilterPatterns(session, filter);
  const where = filter === undefined ? '' : ` WHERE ${filterCondition(filter, sources, values)}`;
  const order = [...sort.map(({ column, descending }) => `${columnOf(sources, column).sql} ${descending ? 'DESC' : 'ASC'} NULLS LAST`), number];
  const chosen = columns?.map((name) => columnOf(sources, name)) ?? sources;
  return { query: `SELECT ${[...chosen.map(({ sql }) => sql), number].join(', ')} FROM ${table}${where} ORDER BY ${order.join(', ')}`, values, number, names: chosen.map(({ name }) => name) };
}
