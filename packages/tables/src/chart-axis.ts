import type { DuckDBValue } from '@duckdb/node-api';
import { milliseconds, textExpression } from './cells.ts';
import type { Shown } from './chart-request.ts';
import { isNumeric } from './column-type.ts';
import type { Session } from './database.ts';
import { columnOf } from './describe-table.ts';
import { binEdges, binExpression } from './histogram.ts';
import type { SqlColumn } from './sql.ts';
import { TableError } from './table-error.ts';

/** Rows to draw from: `rows` is a table expression whose parameters are `values`, `number` its column of row numbers. */
export interface Source {
  readonly session: Session;
  readonly rows: string;
  readonly values: readonly DuckDBValue[];
  readonly columns: readonly SqlColumn[];
  readonly number: string;
}

const longestLabel = 80;

/** A column as a quantity: SQL of a DOUBLE; times in milliseconds since 1970. */
export function numericAxis({ columns }: Source, name: string): { readonly sql: string; readonly time: boolean } {
  const { sql, type } = columnOf(columns, name);
  if (type === 'date' || type === 'timestamp') return { sql: milliseconds(sql), time: true };
  if (isNumeric(type)) return { sql: `CAST(${sql} AS DOUBLE)`, time: false };
  throw new TableError(`Column "${name}" holds ${type}; this axis needs numbers or times. Choose another column, or draw bars.`);
}

/** A column as a kind of row: SQL of a text, cut where it is very long. */
export function labelExpression({ columns }: Source, name: string): string {
  const { sql, type } = columnOf(columns, name);
  const text = textExpression(sql, type);
  return `CASE WHEN length(${text}) > ${longestLabel} THEN left(${text}, ${longestLabel}) || '…' ELSE ${text} END`;
}

/** What a label reads; missing values have one of their own. */
export function labelOf(value: DuckDBValue | undefined): string {
  return value === null || value === undefined ? '(missing)' : value === '' ? '(empty)' : String(value);
}

export interface Groups {
  /** SQL of what `placeOf` understands. */
  readonly sql: string;
  readonly labels: readonly string[];
  /** Which label a value of the SQL belongs to, or -1. */
  placeOf(value: DuckDBValue | undefined): number;
  readonly sample?: Shown;
}

/** The most frequent values of a column as groups, in the order of the values where they are not text. */
export async function groupsOf(source: Source, name: string, most: number): Promise<Groups> {
  const sql = labelExpression(source, name);
  const column = columnOf(source.columns, name);
  const found = await source.session.rows(
    `SELECT k, n, count(*) OVER () FROM (SELECT ${sql} AS k, count(*) AS n, min(${column.sql}) AS first FROM ${source.rows} GROUP BY 1) QUALIFY row_number() OVER (ORDER BY n DESC, k NULLS LAST) <= ${most} ORDER BY ${column.type === 'text' || column.type === 'other' ? 'n DESC, k NULLS LAST' : 'first NULLS LAST'}`, source.values,
  );
  const labels = found.map(([key]) => labelOf(key));
  const of = Number(found[0]?.[2] ?? 0);
  return { sql, labels, placeOf: (value) => labels.indexOf(labelOf(value)), ...(of > most ? { sample: { shown: most, of, what: 'groups' as const } } : {}) };
}

/** As `groupsOf`, but quantities of many values are cut into as many ranges of equal width; their bounds are added to `values`. */
export async function rangesOf(source: Source, name: string, most: number, values: DuckDBValue[]): Promise<Groups> {
  const { type } = columnOf(source.columns, name);
  if (!isNumeric(type) && type !== 'date' && type !== 'timestamp') return groupsOf(source, name, most);
  const axis = numericAxis(source, name);
  const [distinct, low, high] = await source.session.row(`SELECT approx_count_distinct(v), min(v), max(v) FROM (SELECT ${axis.sql} AS v FROM ${source.rows}) WHERE isfinite(v)`, source.values);
  if (Number(distinct) <= most || typeof low !== 'number' || typeof high !== 'number') return groupsOf(source, name, most);
  const edges = binEdges(low, high, most);
  const bin = binExpression(axis.sql, edges, values);
  const shown = (edge: number) => (axis.time ? new Date(edge).toISOString().slice(0, 10) : String(Number(edge.toPrecision(4))));
  return {
    sql: `CASE WHEN isfinite(${axis.sql}) THEN ${bin} END`,
    labels: edges.slice(1).map((edge, index) => `${shown(edges[index] ?? edge)} – ${shown(edge)}`),
    placeOf: (value) => (value === null || value === undefined ? -1 : Number(value)),
  };
}
