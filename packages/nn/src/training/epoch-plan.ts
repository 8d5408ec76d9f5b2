import type { Random } from '../random.ts';

/** Rows that are trained on together, padded to `sequence` tokens. */
export interface PlannedBatch {
  readonly rows: readonly number[];
  readonly sequence: number;
}

/** How an epoch is cut into batches. */
export interface EpochPlanOptions {
  readonly batchSize: number;
  /** The padded lengths that may occur, ascending; the last is at least the longest text. */
  readonly buckets: readonly number[];
}

/**
 * Every row once, in random order, in batches of texts of similar length: rows are shuffled, sorted by length within
 * runs of batches, cut, and the batches shuffled. Only one batch can be short.
 */
export function planEpoch(lengths: readonly number[], { batchSize, buckets }: EpochPlanOptions, random: Random): PlannedBatch[] {
  const order = lengths.map((_, row) => row);
  random.shuffle(order);
  const batches: PlannedBatch[] = [];
  const run = batchSize * batchesSortedTogether;
  for (let start = 0; start < order.length; start += run) {
    const sorted = order.slice(start, start + run).sort((a, b) => lengths[b]! - lengths[a]!);
    for (let first = 0; first < sorted.length; first += batchSize) {
      const rows = sorted.slice(first, first + batchSize);
      batches.push({ rows, sequence: buckets.find((bucket) => bucket >= lengths[rows[0]!]!)! });
    }
  }
  random.shuffle(batches);
  return batches;
}

/** As in Transformers' length-grouped sampler: long enough that little is padding, short enough that batches differ. */
const batchesSortedTogether = 50;

/** Padded lengths for texts of these lengths: a few multiples of 16, since each costs a compiled graph. */
export function bucketsFor(lengths: readonly number[]): number[] {
  const longest = lengths.reduce((a, b) => Math.max(a, b), 1);
  const last = Math.ceil(longest / 16) * 16;
  return [...commonLengths.filter((length) => length < last), last];
}

const commonLengths = [16, 32, 48, 64, 96, 128, 192, 256, 384, 512];
