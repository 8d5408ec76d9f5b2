import { cellExpression, cellOf } from './cells.ts';
import type { Cell } from './column-type.ts';
import type { Session } from './database.ts';
import { columnOf, describeTable } from './describe-table.ts';
import { identifier } from './sql.ts';
import { TableError } from './table-error.ts';

/** The next rows of some columns: `columns[i]` holds the values of the i-th name. */
export interface ColumnChunk {
  readonly rows: number;
  readonly columns: readonly (readonly Cell[])[];
}

/** The values of columns, a few thousand rows at a time, in order. */
export async function* readColumns(session: Session, path: string, names: readonly string[]): AsyncGenerator<ColumnChunk> {
  const { columns } = await describeTable(session, path);
  const values = names.map((name) => cellExpression(identifier(name), columnOf(columns, name).type));
  if (values.length === 0) throw new TableError('Name at least one column to read.');
  const table = await session.table(path);
  for await (const chunk of session.chunks(`SELECT ${values.join(', ')} FROM ${table}`)) {
    yield { rows: chunk.rowCount, columns: names.map((_, index) => chunk.getColumnValues(index).map(cellOf)) };
  }
}

/** All values of one column. */
export async function readColumn(session: Session, path: string, name: string): Promise<Cell[]> {
  const values: Cell[] = [];
  for await (const chunk of readColumns(session, path, [name])) for (const value of chunk.columns[0] ?? []) values.push(value);
  return values;
}

/** All values of a column of numbers, NaN where missing; true is 1 and false 0. */
export async function readNumbers(session: Session, path: string, name: string): Promise<Float64Array> {
  const { columns, rows } = await describeTable(session, path);
  const { type } = columnOf(columns, name);
  if (type !== 'integer' && type !== 'number' && type !== 'boolean') throw new TableError(`Column "${name}" holds ${type}, not numbers; cast it first.`);
  const values = new Float64Array(rows).fill(NaN);
  const table = await session.table(path);
  let row = 0;
  for await (const chunk of session.chunks(`SELECT CAST(${identifier(name)} AS DOUBLE) FROM ${table}`)) {
    for (const value of chunk.getColumnValues(0)) values[row++] = typeof value === 'number' ? value : NaN;
  }
  return values;
}
