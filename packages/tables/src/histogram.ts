import type { DuckDBValue } from '@duckdb/node-api';
import type { Session } from './database.ts';

export interface Histogram {
  /** One more than counts. */
  readonly edges: readonly number[];
  /** `counts[i]` values lie in [edges[i], edges[i + 1]); the last bar includes its upper edge. */
  readonly counts: readonly number[];
}

/** The edges of bars of equal width, as NumPy has them: a single value gets a range of 1 around it. */
export function binEdges(low: number, high: number, bins: number): number[] {
  const [from, to] = low === high ? [low - 0.5, high + 0.5] : [low, high];
  return Array.from({ length: bins + 1 }, (_, index) => (index === bins ? to : from + (to - from) / bins * index));
}

/** The number of the bar that `value` (SQL of a DOUBLE) falls into; bounds are added to `values`. */
export function binExpression(value: string, edges: readonly number[], values: DuckDBValue[]): string {
  const [from, to] = [edges[0] ?? 0, edges.at(-1) ?? 1].map((edge) => `CAST($${values.push(String(edge))} AS DOUBLE)`);
  return `CAST(least(floor((${value} - ${from}) / (${to} - ${from}) * ${edges.length - 1}), ${edges.length - 2}) AS INTEGER)`;
}

/** Counts the finite values `v` of a query in bars between the lowest and the highest. */
export async function countBins(session: Session, query: string, low: number, high: number, bins: number, values: readonly DuckDBValue[] = []): Promise<Histogram> {
  const edges = binEdges(low, high, bins);
  const parameters = [...values];
  const bin = binExpression('v', edges, parameters);
  const counts = Array.from({ length: bins }, () => 0);
  for (const [index, count] of await session.rows(`SELECT ${bin}, count(*) FROM (${query}) WHERE isfinite(v) GROUP BY 1`, parameters)) counts[Number(index)] = Number(count);
  return { edges, counts };
}
