import { cellExpression, cellOf, textExpression } from './cells.ts';
import type { Cell, Column } from './column-type.ts';
import type { Row, Session } from './database.ts';
import { describeTable } from './describe-table.ts';
import { identifier, type SqlColumn } from './sql.ts';
import { TableError } from './table-error.ts';

export interface ProfileOptions {
  /** Bars of a histogram. Default 20. */
  readonly bins?: number;
  /** Most frequent values that are listed. Default 10. */
  readonly topValues?: number;
}

/** What a column holds, in figures. */
export interface ColumnProfile extends Column {
  /** Values that are there. */
  readonly count: number;
  readonly missing: number;
  readonly distinct: number;
  /** Of numbers, dates and timestamps. */
  readonly min?: Cell;
  readonly max?: Cell;
  /** Of numbers: the standard deviation is that of a sample (divided by n - 1), quartiles are interpolated as in pandas. */
  readonly mean?: number | null;
  readonly standardDeviation?: number | null;
  readonly quartiles?: readonly [number | null, number | null, number | null];
  /** Of numbers: `counts[i]` values lie in [edges[i], edges[i + 1]), the last bar includes its upper edge. */
  readonly histogram?: { readonly edges: readonly number[]; readonly counts: readonly number[] };
  /** Of text and booleans: the most frequent first; equally frequent in order of their text. */
  readonly topValues?: readonly { readonly value: Cell; readonly count: number }[];
  /** Of text: lengths in characters. */
  readonly length?: { readonly min: number; readonly max: number; readonly mean: number };
}

export interface TableProfile {
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
}

const columnsAtOnce = 50;
const longestTopValue = 200;

/** Describes every column of a table. */
export async function profileTable(session: Session, path: string, { bins = 20, topValues = 10 }: ProfileOptions): Promise<TableProfile> {
  if (!Number.isInteger(bins) || bins < 1 || bins > 1000) throw new TableError(`bins must be a whole number from 1 to 1000, not ${bins}.`);
  if (!Number.isInteger(topValues) || topValues < 0 || topValues > 1000) throw new TableError(`topValues must be a whole number from 0 to 1000, not ${topValues}.`);
  const info = await describeTable(session, path);
  const table = await session.table(path);
  const columns = info.columns.map((column) => ({ ...column, sql: identifier(column.name) }));
  const profiles: ColumnProfile[] = [];
  for (let start = 0; start < columns.length; start += columnsAtOnce) {
    const batch = columns.slice(start, start + columnsAtOnce);
    const figures = batch.map(figuresOf);
    const result = await session.row(`SELECT ${figures.flat().join(', ')} FROM ${table}`);
    let offset = 0;
    for (const [index, column] of batch.entries()) {
      const size = figures[index]?.length ?? 0;
      profiles.push(await profileOf(session, table, column, info.rows, result.slice(offset, offset + size), bins, topValues));
      offset += size;
    }
  }
  return { rows: info.rows, columns: profiles };
}

/** The aggregates of a column, in the order in which `profileOf` reads them. */
function figuresOf({ sql, type }: SqlColumn): string[] {
  const figures = [`count(${sql})`, type === 'other' ? `count(DISTINCT ${textExpression(sql, type)})` : `count(DISTINCT ${sql})`];
  if (isNumeric(type)) {
    const value = `CAST(${sql} AS DOUBLE)`;
    const finite = `CASE WHEN isfinite(${value}) THEN ${value} END`;
    figures.push(`min(${sql})`, `max(${sql})`, `avg(${finite})`, `stddev_samp(${finite})`, `quantile_cont(${value}, [0.25, 0.5, 0.75])`, `min(${finite})`, `max(${finite})`);
  } else if (type === 'date' || type === 'timestamp') {
    figures.push(cellExpression(`min(${sql})`, type), cellExpression(`max(${sql})`, type));
  } else if (type === 'text') {
    figures.push(`min(length(${sql}))`, `max(length(${sql}))`, `avg(length(${sql}))`);
  }
  return figures;
}

async function profileOf(session: Session, table: string, column: SqlColumn, rows: number, figures: Row, bins: number, topValues: number): Promise<ColumnProfile> {
  const { name, type } = column;
  const [count, distinct] = [Number(figures[0]), Number(figures[1])];
  const base = { name, type, count, missing: rows - count, distinct };
  if (isNumeric(type)) {
    const [min, max, mean, deviation, quartiles, low, high] = figures.slice(2);
    const [first, median, third] = quartileList(quartiles);
    return {
      ...base, min: cellOf(min ?? null), max: cellOf(max ?? null), mean: steady(mean), standardDeviation: steady(deviation), quartiles: [first, median, third],
      ...(typeof low === 'number' && typeof high === 'number' ? { histogram: await histogram(session, table, column, low, high, bins) } : {}),
    };
  }
  if (type === 'date' || type === 'timestamp') return { ...base, min: cellOf(figures[2] ?? null), max: cellOf(figures[3] ?? null) };
  if (type === 'other') return base;
  return {
    ...base, topValues: await mostFrequent(session, table, column, topValues),
    ...(type === 'text' && count > 0 ? { length: { min: Number(figures[2]), max: Number(figures[3]), mean: Number(figures[4]) } } : {}),
  };
}

async function histogram(session: Session, table: string, { sql }: SqlColumn, low: number, high: number, bins: number): Promise<{ edges: number[]; counts: number[] }> {
  // As NumPy: a single value gets a range of 1 around it.
  const [from, to] = low === high ? [low - 0.5, high + 0.5] : [low, high];
  const edges = Array.from({ length: bins + 1 }, (_, index) => (index === bins ? to : from + (to - from) / bins * index));
  const bin = `CAST(least(floor((CAST(${sql} AS DOUBLE) - CAST($1 AS DOUBLE)) / (CAST($2 AS DOUBLE) - CAST($1 AS DOUBLE)) * $3), $3 - 1) AS INTEGER)`;
  const counts = Array.from({ length: bins }, () => 0);
  for (const [index, count] of await session.rows(`SELECT ${bin}, count(*) FROM ${table} WHERE isfinite(CAST(${sql} AS DOUBLE)) GROUP BY 1`, [String(from), String(to), bins])) {
    counts[Number(index)] = Number(count);
  }
  return { edges, counts };
}

async function mostFrequent(session: Session, table: string, { sql, type }: SqlColumn, limit: number): Promise<{ value: Cell; count: number }[]> {
  const value = type === 'text' ? `CASE WHEN length(${sql}) > ${longestTopValue} THEN left(${sql}, ${longestTopValue}) || '…' ELSE ${sql} END` : sql;
  const rows = await session.rows(`SELECT ${value}, n FROM (SELECT ${sql}, count(*) AS n FROM ${table} WHERE ${sql} IS NOT NULL GROUP BY 1 ORDER BY n DESC, 1 LIMIT ${limit}) ORDER BY n DESC, ${sql}`);
  return rows.map(([text, count]) => ({ value: cellOf(text ?? null), count: Number(count) }));
}

function quartileList(value: Row[number] | undefined): [number | null, number | null, number | null] {
  const items: readonly unknown[] = value !== null && typeof value === 'object' && 'items' in value && Array.isArray(value.items) ? value.items : [];
  return [finite(items[0]), finite(items[1]), finite(items[2])];
}

function finite(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Sums depend a little on how threads share the rows; what is left of that is cut off. */
function steady(value: unknown): number | null {
  const number = finite(value);
  return number === null ? null : Number(number.toPrecision(12));
}

function isNumeric(type: string): boolean {
  return type === 'integer' || type === 'number';
}
