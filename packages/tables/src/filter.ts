import type { DuckDBValue } from '@duckdb/node-api';
import { columnOf } from './describe-table.ts';
import type { SqlColumn } from './sql.ts';
import { TableError } from './table-error.ts';

export const comparisons = ['=', '!=', '<', '<=', '>', '>=', 'contains', 'matches', 'in', 'is-missing', 'is-not-missing'] as const;
export type Comparison = (typeof comparisons)[number];

/**
 * A condition on rows, as data. A missing value passes `!=` and `is-missing` only, as in pandas.
 * `contains` looks for text as it is, `matches` for a regular expression (RE2) anywhere in the text.
 */
export type Filter =
  | { readonly column: string; readonly operator: Exclude<Comparison, 'in' | 'is-missing' | 'is-not-missing'>; readonly value: string | number | boolean }
  | { readonly column: string; readonly operator: 'in'; readonly value: readonly (string | number | boolean)[] }
  | { readonly column: string; readonly operator: 'is-missing' | 'is-not-missing' }
  | { readonly all: readonly Filter[] }
  | { readonly any: readonly Filter[] };

/** The condition as SQL; values are added to `values` and stand in the SQL as parameters. */
export function filterCondition(filter: Filter, columns: readonly SqlColumn[], values: DuckDBValue[]): string {
  if ('all' in filter || 'any' in filter) {
    const parts = 'all' in filter ? filter.all : filter.any;
    if (parts.length === 0) return 'all' in filter ? 'TRUE' : 'FALSE';
    return `(${parts.map((part) => filterCondition(part, columns, values)).join('all' in filter ? ' AND ' : ' OR ')})`;
  }
  const column = columnOf(columns, filter.column);
  const name = column.sql;
  const parameter = (value: DuckDBValue) => `$${values.push(value)}`;
  switch (filter.operator) {
    case 'is-missing': return `${name} IS NULL`;
    case 'is-not-missing': return `${name} IS NOT NULL`;
    case 'contains': return `contains(${textOf(column, filter.operator)}, ${parameter(String(filter.value))})`;
    case 'matches': return `regexp_matches(${textOf(column, filter.operator)}, ${parameter(String(filter.value))})`;
    case 'in':
      if (filter.value.length === 0) return 'FALSE';
      return `${name} IN (${filter.value.map((value) => operand(column, value, parameter)).join(', ')})`;
    case '=': return `${name} = ${operand(column, filter.value, parameter)}`;
    case '!=': return `${name} IS DISTINCT FROM ${operand(column, filter.value, parameter)}`;
    case '<':
    case '<=':
    case '>':
    case '>=':
      return `${name} ${filter.operator} ${operand(column, filter.value, parameter)}`;
    default:
      throw new TableError(`The comparison "${String((filter satisfies never as { operator: unknown }).operator)}" is not known; choose one of ${comparisons.join(', ')}.`);
  }
}

function textOf(column: SqlColumn, operator: string): string {
  if (column.type !== 'text') throw new TableError(`"${operator}" compares text, but column "${column.name}" holds ${column.type}; cast it to text first.`);
  return column.sql;
}

/** A value as an operand of the column's type. */
function operand(column: SqlColumn, value: string | number | boolean, parameter: (value: DuckDBValue) => string): string {
  const refuse = (wanted: string): never => {
    throw new TableError(`Column "${column.name}" holds ${column.type}; it cannot be compared with ${JSON.stringify(value)}, only with ${wanted}.`);
  };
  switch (column.type) {
    case 'text': return parameter(String(value));
    case 'integer':
    case 'number': {
      const numeric = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      if (typeof numeric !== 'number' || Number.isNaN(numeric)) return refuse('a number');
      return Number.isSafeInteger(numeric) ? `CAST(${parameter(String(numeric))} AS BIGINT)` : `CAST(${parameter(String(numeric))} AS DOUBLE)`;
    }
    case 'boolean': {
      const text = String(value).toLowerCase();
      return text === 'true' || text === 'false' ? parameter(text === 'true') : refuse('true or false');
    }
    case 'date':
    case 'timestamp': {
      if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/.test(value) || Number.isNaN(Date.parse(value.replace(' ', 'T')))) return refuse('a date such as "2024-01-31" or a time such as "2024-01-31T12:30:00"');
      return `CAST(${parameter(value)} AS TIMESTAMP)`;
    }
    case 'other': return refuse('nothing: cast it to text first');
    default: return column.type satisfies never;
  }
}
