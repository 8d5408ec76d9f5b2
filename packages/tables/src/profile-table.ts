import { cellExpression, cellOf, milliseconds, textExpression } from './cells.ts';
import { isNumeric, type Cell, type Column } from './column-type.ts';
import type { Row, Session } from './database.ts';
import { columnOf, describeTable } from './describe-table.ts';
import { countBins } from './histogram.ts';
import { identifier, type SqlColumn } from './sql.ts';
import { TableError } from './table-error.ts';

export interface ProfileOptions {
  /** Bars of a histogram. Default 20. */
  readonly bins?: number;
  /** Most frequent values that are listed. Default 10. */
  readonly topValues?: number;
  /** Only these columns, in this order. Default all. */
  readonly columns?: readonly string[];
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
  /** Of numbers: the 1st, 5th, 95th and 99th percentile, interpolated as the quartiles are. */
  readonly tails?: readonly [number | null, number | null, number | null, number | null];
  /**
   * Of numbers, dates and timestamps (in milliseconds since 1970): `counts[i]` values lie in [edges[i], edges[i + 1]), the
   * last bar includes its upper edge.
   */
  readonly histogram?: { readonly edges: readonly number[]; readonly counts: readonly number[] };
  /** The most frequent first; equally frequent in their order. Left out where every value is another, and of what is no plain value. */
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
export async function profileTable(session: Session, path: string, { bins = 20, topValues = 10, columns: wanted }: ProfileOptions): Promise<TableProfile> {
  if (!Number.isInteger(bins) || bins < 1 || bins > 1000) throw new TableError(`bins must be a whole number from 1 to 1000, not ${bins}.`);
  if (!Number.isInteger(topValues) || topValues < 0 || topValues > 1000) throw new TableError(`topValues must be a whole number from 0 to 1000, not ${topValues}.`);
  const info = await describeTable(session, path);
  const table = await session.table(path);
  const chosen = wanted?.map((name) => columnOf(info.columns, name)) ?? info.columns;
  const columns = chosen.map((column) => ({ ...column, sql: identifier(column.name) }));
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
    figures.push(`min(${sql})`, `max(${sql})`, `avg(${finite})`, `stddev_samp(${finite})`, `quantile_cont(${value}, [0.25, 0.5, 0.75, 0.01, 0.05, 0.95, 0.99])`, `min(${finite})`, `max(${finite})`);
  } else if (type === 'date' || type === 'timestamp') {
    figures.push(cellExpression(`min(${sql})`, type), cellExpression(`max(${sql})`, type), `CAST(min(${milliseconds(sql)}) AS DOUBLE)`, `CAST(max(${milliseconds(sql)}) AS DOUBLE)`);
  } else if (type === 'text') {
    figures.push(`min(length(${sql}))`, `max(length(${sql}))`, `avg(length(${sql}))`);
  }
  return figures;
}

async function profileOf(session: Session, table: string, column: SqlColumn, rows: number, figures: Row, bins: number, topValues: number): Promise<ColumnProfile> {
  const { name, type } = column;
  const [count, distinct] = [Number(figures[0]), Number(figures[1])];
  const base = { name, type, count, missing: rows - count, distinct };
  if (type === 'other') return base;
  const frequent = count === 0 || distinct < count || type === 'text' || type === 'boolean' ? { topValues: await mostFrequent(session, table, column, topValues) } : {};
  if (isNumeric(type)) {
    const [min, max, mean, deviation, quantiles, low, high] = figures.slice(2);
    const [first, median, third, ...tails] = quantileList(quantiles);
    return {
      ...base, min: cellOf(min ?? null), max: cellOf(max ?? null), mean: steady(mean), standardDeviation: steady(deviation), quartiles: [first, median, third], tails,
      ...await histogramBetween(session, table, `CAST(${column.sql} AS DOUBLE)`, low, high, bins), ...frequent,
    };
  }
  if (type === 'date' || type === 'timestamp') {
    const [min, max, low, high] = figures.slice(2);
    return { ...base, min: cellOf(min ?? null), max: cellOf(max ?? null), ...await histogramBetween(session, table, milliseconds(column.sql), low, high, bins), ...frequent };
  }
  return { ...base, ...frequent, ...(type === 'text' && count > 0 ? { length: { min: Number(figures[2]), max: Number(figures[3]), mean: Number(figures[4]) } } : {}) };
}

async function histogramBetween(session: Session, table: string, value: string, low: unknown, high: unknown, bins: number): Promise<Pick<ColumnProfile, 'histogram'>> {
  return typeof low === 'number' && typeof high === 'number' ? { histogram: await countBins(session, `SELECT ${value} AS v FROM ${table}`, low, high, bins) } : {};
}

async function mostFrequent(session: Session, table: string, { sql, type }: SqlColumn, limit: number): Promise<{ value: Cell; count: number }[]> {
  const value = type === 'text' ? `CASE WHEN length(k) > ${longestTopValue} THEN left(k, ${longestTopValue}) || '…' ELSE k END` : cellExpression('k', type);
  const rows = await session.rows(`SELECT ${value}, times FROM (SELECT ${sql} AS k, count(*) AS times FROM ${table} WHERE ${sql} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${limit}) ORDER BY times DESC, k`);
  return rows.map(([text, count]) => ({ value: cellOf(text ?? null), count: Number(count) }));
}

type Quantiles = [number | null, number | null, number | null, number | null, number | null, number | null, number | null];

function quantileList(value: Row[number] | undefined): Quantiles {
  const items: readonly unknown[] = value !== null && typeof value === 'object' && 'items' in value && Array.isArray(value.items) ? value.items : [];
  return [0, 1, 2, 3, 4, 5, 6].map((index) => finite(items[index])) as Quantiles; // seven were asked for
}

function finite(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Sums depend a little on how threads share the rows; what is left of that is cut off. */
function steady(value: unknown): number | null {
  const number = finite(value);
  return number === null ? null : Number(number.toPrecision(12));
}

