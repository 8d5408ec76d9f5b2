import type { DuckDBValue } from '@duckdb/node-api';
import { cellExpression, cellOf, textExpression } from './cells.ts';
import type { Cell, Column } from './column-type.ts';
import type { Session } from './database.ts';
import { columnOf, describeTable } from './describe-table.ts';
import { filterCondition, type Filter } from './filter.ts';
import { assertFilterPatterns } from './pattern.ts';
import { identifier } from './sql.ts';
import { TableError } from './table-error.ts';

export interface SliceOptions {
  /** First row, from 0. Default 0. */
  readonly offset?: number;
  /** Most rows, at most 10,000. Default 100. */
  readonly limit?: number;
  readonly columns?: readonly string[];
  /** Rows that are equal in these keep their order; missing values come last. */
  readonly sort?: readonly { readonly column: string; readonly descending?: boolean }[];
  readonly filter?: Filter;
  /** Longer texts are cut. Default 1,000 characters. */
  readonly maxCellLength?: number;
  /** Of a table that `arrange` made: its column of row numbers, which is told as `numbers` and not shown. */
  readonly numbersFrom?: string;
}

/** A page of a table, ready for JSON. */
export interface TableSlice {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Where each of the rows stands in the table as it is stored, from 0. */
  readonly numbers: readonly number[];
  readonly offset: number;
  /** Rows of the table that pass the filter. */
  readonly totalRows: number;
  /** Cells that were cut (they end in "…"), with their full length in characters; positions count within `rows`. */
  readonly truncated: readonly { readonly row: number; readonly column: number; readonly length: number }[];
}

const mostRows = 10_000;

/** Some rows and columns of a table. */
export async function sliceTable(session: Session, path: string, options: SliceOptions): Promise<TableSlice> {
  const { offset = 0, limit = 100, maxCellLength = 1000, sort = [], filter, numbersFrom } = options;
  for (const [name, value] of Object.entries({ offset, limit, maxCellLength })) {
    if (!Number.isInteger(value) || value < 0) throw new TableError(`${name} must be a whole number from 0, not ${value}.`);
  }
  if (limit > mostRows) throw new TableError(`At most ${mostRows} rows are read at once, not ${limit}; ask for pages.`);
  const info = await describeTable(session, path);
  const sources = info.columns.filter(({ name }) => name !== numbersFrom).map((column) => ({ ...column, sql: identifier(column.name) }));
  const { table, number } = await session.numberedTable(path, info.columns);
  const columns = options.columns?.map((name) => columnOf(sources, name)) ?? sources;
  if (columns.length === 0) throw new TableError('Name at least one column to read.');

  const values: DuckDBValue[] = [];
  if (filter !== undefined) await assertFilterPatterns(session, filter);
  const plain = filter === undefined && sort.length === 0;
  // Without a filter the rows of a page are known by their numbers, so that all other row groups are passed over.
  const where = filter === undefined ? plain ? ` WHERE ${number} >= ${offset} AND ${number} < ${offset + limit}` : '' : ` WHERE ${filterCondition(filter, sources, values)}`;
  const order = [...sort.map(({ column, descending }) => `${columnOf(sources, column).sql} ${descending ? 'DESC' : 'ASC'} NULLS LAST`), number];
  const totalRows = filter === undefined ? info.rows : Number((await session.row(`SELECT count(*) FROM ${table}${where}`, values))[0]);

  const cut = columns.map(({ sql, type }) => {
    if (type !== 'text' && type !== 'other') return cellExpression(sql, type);
    const text = textExpression(sql, type);
    return `CASE WHEN length(${text}) > ${maxCellLength} THEN left(${text}, ${maxCellLength}) || '…' ELSE ${text} END`;
  });
  const cuttable = columns.flatMap(({ type }, index) => (type === 'text' || type === 'other' ? [index] : []));
  const lengths = cuttable.map((index) => `length(${textExpression(columns[index]?.sql ?? '', columns[index]?.type ?? 'text')})`);
  const result = await session.rows(
    `SELECT ${[...cut, ...lengths, numbersFrom === undefined ? number : identifier(columnOf(info.columns, numbersFrom).name)].join(', ')} FROM ${table}${where} ORDER BY ${order.join(', ')} LIMIT ${limit}${plain ? '' : ` OFFSET ${offset}`}`, values,
  );
  const truncated = result.flatMap((row, index) => cuttable.flatMap((column, place) => {
    const length = Number(row[columns.length + place] ?? 0);
    return length > maxCellLength ? [{ row: index, column, length }] : [];
  }));
  return {
    columns: columns.map(({ name, type }) => ({ name, type })), rows: result.map((row) => row.slice(0, columns.length).map(cellOf)),
    numbers: result.map((row) => Number(row.at(-1))), offset, totalRows, truncated,
  };
}
