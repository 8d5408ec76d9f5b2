import type { DuckDBValue } from '@duckdb/node-api';
import type { Cell, ColumnType } from './column-type.ts';

/** The SQL value of a column that `cellOf` can turn into a cell: dates, timestamps and whatever is not plain as text. */
export function cellExpression(column: string, type: ColumnType): string {
  if (type === 'number') return `CAST(${column} AS DOUBLE)`;
  return type === 'integer' || type === 'boolean' ? column : textExpression(column, type);
}

/** The SQL value of a column as text; timestamps in ISO form. */
export function textExpression(column: string, type: ColumnType): string {
  return type === 'timestamp' ? `replace(CAST(${column} AS VARCHAR), ' ', 'T')` : `CAST(${column} AS VARCHAR)`;
}

/** A value of DuckDB as JSON holds it. */
export function cellOf(value: DuckDBValue): Cell {
  if (typeof value === 'number') return Number.isFinite(value) ? value : Number.isNaN(value) ? null : String(value);
  if (typeof value === 'bigint') return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : String(value);
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  return String(value);
}

/** The SQL value of a date or timestamp as milliseconds since 1970, UTC. */
export function milliseconds(column: string): string {
  return `CAST(epoch_ms(CAST(${column} AS TIMESTAMP)) AS DOUBLE)`;
}
