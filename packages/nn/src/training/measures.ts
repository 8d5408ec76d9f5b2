import type { Measures } from './objective.ts';
import type { Outcome } from './training-engine.ts';

/** Mean loss and mean figures over some examples, such as `{ loss: 0.31, accuracy: 0.92 }`. */
export interface Score {
  readonly loss: number;
  readonly [measure: string]: number;
}

/** The measures of several groups of examples as those of all. */
export function sumMeasures(groups: readonly Measures[]): Measures {
  const total: Record<string, { sum: number; count: number }> = {};
  for (const group of groups) {
    for (const [name, { sum, count }] of Object.entries(group)) {
      const so = (total[name] ??= { sum: 0, count: 0 });
      so.sum += sum;
      so.count += count;
    }
  }
  return total;
}

/** The means. A measure of nothing is left out. */
export function scoreOf({ loss, measures }: Outcome): Score {
  const means = Object.entries(measures).filter(([, { count }]) => count > 0).map(([name, { sum, count }]) => [name, sum / count]);
  return { ...Object.fromEntries(means) as Record<string, number>, loss }; // every entry is a number
}
