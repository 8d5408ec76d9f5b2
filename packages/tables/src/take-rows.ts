import type { TableInfo } from './column-type.ts';
import type { Session } from './database.ts';
import { columnOf, describeTable } from './describe-table.ts';
import { identifier, uniqueName } from './sql.ts';
import { TableError } from './table-error.ts';
import { stageRowNumbers } from './write-rows.ts';

/** The rows of those numbers (from 0), in that order; a number may be there more than once. */
export async function takeRows(session: Session, path: string, rows: Int32Array, toParquet: string): Promise<TableInfo> {
  const info = await describeTable(session, path);
  const outside = rows.find((row) => row < 0 || row >= info.rows);
  if (outside !== undefined) throw new TableError(`Row ${outside} is not there; the table has ${info.rows} rows, counted from 0.`);
  const numbers = await stageRowNumbers(session, rows);
  const position = uniqueName(info.columns.map(({ name }) => name));
  await session.writeParquet(
    `SELECT ${info.columns.map(({ name }) => `t.${identifier(name)}`).join(', ')} FROM ${numbers} n JOIN (SELECT *, row_number() OVER () - 1 AS ${position} FROM ${await session.table(path)}) t ON t.${position} = n.c0 ORDER BY n.position`, [], toParquet,
  );
  return describeTable(session, toParquet);
}

/** Some columns of a table in the order named, or all but some. */
export async function selectColumns(session: Session, path: string, { columns, drop = [] }: ColumnSelection, toParquet: string): Promise<TableInfo> {
  const info = await describeTable(session, path);
  const dropped = new Set(drop.map((name) => columnOf(info.columns, name).name));
  const kept = (columns?.map((name) => columnOf(info.columns, name).name) ?? info.columns.map(({ name }) => name)).filter((name) => !dropped.has(name));
  if (kept.length === 0) throw new TableError('No column is left; keep at least one.');
  const twice = kept.find((name, index) => kept.indexOf(name) !== index);
  if (twice !== undefined) throw new TableError(`Column "${twice}" is named twice; name each column once.`);
  await session.writeParquet(`SELECT ${kept.map(identifier).join(', ')} FROM ${await session.table(path)}`, [], toParquet);
  return describeTable(session, toParquet);
}

/** Which columns to keep: those named (default all), without those dropped. */
export interface ColumnSelection {
  readonly columns?: readonly string[];
  readonly drop?: readonly string[];
}
