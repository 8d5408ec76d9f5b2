import type { Session } from '../database.ts';
import { describeTable } from '../describe-table.ts';
import { identifier } from '../sql.ts';
import { TableError } from '../table-error.ts';
import type { LoadedTable } from './load-options.ts';

/** Copies a Parquet file as a table of ours: plain types, NaN as missing. */
export async function loadParquet(session: Session, path: string, toParquet: string): Promise<LoadedTable> {
  await describeTable(session, path);
  const source = await session.table(path);
  const columns = await session.rows(`DESCRIBE SELECT * FROM ${source}`);
  if (columns.length === 0) throw new TableError(`The Parquet file "${path}" has no columns.`);
  const values = columns.map(([name, type]) => `${plainValue(identifier(String(name)), String(type))} AS ${identifier(String(name))}`);
  await session.writeParquet(`SELECT ${values.join(', ')} FROM ${source}`, [], toParquet);
  return { ...await describeTable(session, toParquet), format: 'parquet', skippedRows: 0, warnings: [] };
}

function plainValue(column: string, type: string): string {
  if (type === 'FLOAT' || type === 'DOUBLE') return `CASE WHEN isnan(${column}) THEN NULL ELSE ${column} END`;
  if (type.startsWith('DECIMAL') || /^U?HUGEINT$/.test(type)) return `CAST(${column} AS DOUBLE)`;
  if (/^(ENUM|UUID)/.test(type) && !type.endsWith(']')) return `CAST(${column} AS VARCHAR)`;
  if (type === 'TIMESTAMP WITH TIME ZONE') return `timezone('UTC', ${column})`;
  return type.startsWith('TIMESTAMP_') ? `CAST(${column} AS TIMESTAMP)` : column;
}
