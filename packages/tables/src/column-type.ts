/** What a column holds; 'other' is what only DuckDB understands (lists, structures, bytes). */
export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'timestamp' | 'other';

/** The types that a column can be cast to. */
export const castableTypes = ['text', 'integer', 'number', 'boolean', 'date', 'timestamp'] as const;
export type CastableType = (typeof castableTypes)[number];

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** What is known of a table without reading its rows. */
export interface TableInfo {
  readonly path: string;
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** A value as JSON holds it: dates and timestamps are ISO text, whole numbers beyond 2^53 and infinities are text, missing is null. */
export type Cell = string | number | boolean | null;

/** Our type for DuckDB's name of one. */
export function columnTypeOf(duckdbType: string): ColumnType {
  if (/^(VARCHAR|JSON|UUID|ENUM\b)/.test(duckdbType) && !duckdbType.endsWith(']')) return 'text';
  if (/^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/.test(duckdbType)) return 'integer';
  if (/^(FLOAT|DOUBLE|DECIMAL\(\d+,\d+\))$/.test(duckdbType)) return 'number';
  if (duckdbType === 'BOOLEAN') return 'boolean';
  if (duckdbType === 'DATE') return 'date';
  return /^TIMESTAMP(_S|_MS|_NS| WITH TIME ZONE)?$/.test(duckdbType) ? 'timestamp' : 'other';
}

/** DuckDB's type for ours. */
export function duckdbTypeOf(type: CastableType): string {
  return { text: 'VARCHAR', integer: 'BIGINT', number: 'DOUBLE', boolean: 'BOOLEAN', date: 'DATE', timestamp: 'TIMESTAMP' }[type];
}

/** Whether arithmetic means something on the values. */
export function isNumeric(type: ColumnType): boolean {
  return type === 'integer' || type === 'number';
}
