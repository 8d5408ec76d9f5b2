import { DuckDBDataChunk, VARCHAR, BIGINT, DOUBLE, BOOLEAN, INTEGER, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';
import { castableTypes, duckdbTypeOf, type CastableType, type Cell, type TableInfo } from './column-type.ts';
import type { Session } from './database.ts';
import { describeTable } from './describe-table.ts';
import { identifier } from './sql.ts';
import { TableError } from './table-error.ts';

const chunkRows = 2048;

/** Values of a column: a list, or numbers in a typed array (NaN is missing). */
export type ColumnValues = readonly Cell[] | Float64Array | Float32Array | Int32Array;

/** A column to make; without a type it is found from the values. */
export interface NewColumn {
  readonly name: string;
  readonly type?: CastableType;
}

/** Makes a Parquet table from rows of values. */
export async function writeRows(session: Session, columns: readonly NewColumn[], rows: readonly (readonly Cell[])[], toParquet: string): Promise<TableInfo> {
  const bad = rows.findIndex((row) => row.length !== columns.length);
  if (bad >= 0) throw new TableError(`Row ${bad + 1} has ${rows[bad]?.length} values for ${columns.length} columns.`);
  const values = columns.map((column, index) => ({ ...column, values: rows.map((row) => row[index] ?? null) }));
  const source = await stageColumns(session, 'new_rows', values);
  await session.writeParquet(`SELECT ${values.map(({ name }, index) => `c${index} AS ${identifier(name)}`).join(', ')} FROM ${source} ORDER BY position`, [], toParquet);
  return describeTable(session, toParquet);
}

/** Adds columns of values, one a row, to a table. */
export async function appendColumns(session: Session, path: string, columns: Readonly<Record<string, ColumnValues>>, toParquet: string): Promise<TableInfo> {
  const info = await describeTable(session, path);
  const taken = new Set(info.columns.map(({ name }) => name.toLowerCase()));
  const added = Object.entries(columns).map(([name, values]) => {
    if (taken.has(name.toLowerCase())) throw new TableError(`The table has a column "${name}" already; give the new one another name, or drop the old one first.`);
    if (values.length !== info.rows) throw new TableError(`The new column "${name}" has ${values.length} values for ${info.rows} rows.`);
    return { name, values };
  });
  if (added.length === 0) throw new TableError('Name at least one column to add.');
  const source = await stageColumns(session, 'new_columns', added);
  const table = await session.table(path);
  const selected = added.map(({ name }, index) => `n.c${index} AS ${identifier(name)}`).join(', ');
  await session.writeParquet(`SELECT t.*, ${selected} FROM ${table} t POSITIONAL JOIN ${source} n`, [], toParquet);
  return describeTable(session, toParquet);
}

/** Row numbers as a temporary table with the columns c0 (row) and position. */
export async function stageRowNumbers(session: Session, rows: Int32Array): Promise<string> {
  return fill(session, 'row_numbers', [{ type: INTEGER, sql: 'INTEGER', length: rows.length, at: (row) => rows[row] ?? null }]);
}

async function stageColumns(session: Session, name: string, columns: readonly (NewColumn & { readonly values: ColumnValues })[]): Promise<string> {
  if (columns.length === 0) throw new TableError('A table needs at least one column.');
  const seen = new Set<string>();
  return fill(session, name, columns.map((column) => {
    if (column.name === '' || seen.has(column.name.toLowerCase())) throw new TableError(column.name === '' ? 'A column needs a name.' : `The column name "${column.name}" is there twice.`);
    seen.add(column.name.toLowerCase());
    if (column.type !== undefined && !castableTypes.includes(column.type)) throw new TableError(`The type of column "${column.name}" must be one of ${castableTypes.join(', ')}.`);
    return writer(column.name, column.type ?? typeOfValues(column.values), column.values);
  }));
}

interface Writer { readonly type: DuckDBType; readonly sql: string; readonly cast?: string; readonly length: number; readonly at: (row: number) => DuckDBValue }

async function fill(session: Session, name: string, columns: readonly Writer[]): Promise<string> {
  await session.run(`CREATE TEMP TABLE ${name}_values (${columns.map(({ sql }, index) => `c${index} ${sql}`).join(', ')})`);
  await session.run(`CREATE TEMP VIEW ${name} AS SELECT ${columns.map(({ cast }, index) => (cast === undefined ? `c${index}` : `CAST(c${index} AS ${cast}) AS c${index}`)).join(', ')}, rowid AS position FROM ${name}_values`);
  const appender = await session.connection.createAppender(`${name}_values`);
  const rows = columns[0]?.length ?? 0;
  for (let start = 0; start < rows; start += chunkRows) {
    const count = Math.min(chunkRows, rows - start);
    const chunk = DuckDBDataChunk.create(columns.map(({ type }) => type), count);
    columns.forEach(({ at }, index) => chunk.setColumnValues(index, Array.from({ length: count }, (_, row) => at(start + row))));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  return name;
}

function writer(name: string, type: CastableType, values: ColumnValues): Writer {
  const sql = duckdbTypeOf(type);
  const { length } = values;
  const refuse = (row: number): never => { throw new TableError(`Row ${row + 1} of the new column "${name}" holds ${JSON.stringify(values[row])}, which is not ${{ integer: 'a whole number', number: 'a number', boolean: 'true or false', text: 'text', date: 'a date such as 2024-01-31', timestamp: 'a timestamp such as 2024-01-31T12:30:00' }[type]}.`); };
  const missing = (value: Cell | undefined): boolean => value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value));
  switch (type) {
    case 'integer':
      return { type: BIGINT, sql, length, at: (row) => {
        const value = values[row];
        if (missing(value)) return null;
        return (typeof value === 'number' && Number.isInteger(value)) || (typeof value === 'string' && /^-?\d{1,19}$/.test(value)) ? BigInt(value) : refuse(row);
      } };
    case 'number':
      return { type: DOUBLE, sql, length, at: (row) => {
        const value = values[row];
        if (missing(value)) return null;
        return typeof value === 'number' ? value : value === 'Infinity' || value === '-Infinity' ? Number(value) : refuse(row);
      } };
    case 'boolean':
      return { type: BOOLEAN, sql, length, at: (row) => {
        const value = values[row];
        return missing(value) ? null : typeof value === 'boolean' ? value : refuse(row);
      } };
    case 'date':
    case 'timestamp':
      return { type: VARCHAR, sql: 'VARCHAR', cast: sql, length, at: (row) => {
        const value = values[row];
        if (missing(value)) return null;
        const pattern = type === 'date' ? /^\d{4}-\d{2}-\d{2}$/ : /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?Z?)?$/;
        return typeof value === 'string' && pattern.test(value) && !Number.isNaN(Date.parse(value.replace(' ', 'T'))) ? value : refuse(row);
      } };
    case 'text':
      return { type: VARCHAR, sql, length, at: (row) => {
        const value = values[row];
        return missing(value) ? null : String(value);
      } };
    default:
      return type satisfies never;
  }
}

function typeOfValues(values: ColumnValues): CastableType {
  if (!Array.isArray(values)) return values instanceof Int32Array ? 'integer' : 'number';
  const kinds = new Set<string>();
  for (const value of values as readonly Cell[]) {
    if (value !== null && value !== undefined) kinds.add(typeof value === 'number' ? (Number.isSafeInteger(value) && !Object.is(value, -0) ? 'integer' : 'number') : typeof value);
  }
  if (kinds.has('string') || kinds.size === 0 || (kinds.has('boolean') && kinds.size > 1)) return 'text';
  return kinds.has('boolean') ? 'boolean' : kinds.has('number') ? 'number' : 'integer';
}
