import type { DuckDBValue } from '@duckdb/node-api';
import type { Cell, ColumnType } from './column-type.ts';

/** The SQL value of a column that `cellOf` can turn into a cell: dates, timestamps and whatever is not plain as text. */
export function cellExpression(column: string, type: ColumnType): string {
  if (type === 'timestamp') return `replace(CAST(${column} AS VARCHAR), ' ', 'T')`;
  if (type === 'text' || type === 'date' || type === 'other') return `CAST(${column} AS VARCHAR)`;
  return type === 'number' ? `CAST(${column} AS DOUBLE)` : column;
}

/** A value of DuckDB as JSON holds it. */
export function cellOf(value: DuckDBValue): Cell {
  if (typeof value === 'number') return Number.isFinite(value) ? value : Number.isNaN(value) ? null : String(value);
  if (typeof value === 'bigint') return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : String(value);
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  return String(value);
}
