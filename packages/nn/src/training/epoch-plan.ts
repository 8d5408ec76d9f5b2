import type { Random } from '../random.ts';

/** Examples that are trained on together, padded to `sequence` positions. */
export interface PlannedBatch {
  readonly examples: readonly number[];
  readonly sequence: number;
}

/** How much is learnt from at once: a number of examples, or as many as fill a number of positions when padded. */
export type BatchSize = { readonly examples: number } | { readonly tokens: number };

/** How an epoch is cut into batches. */
export interface EpochPlanOptions {
  readonly batchSize: BatchSize;
  /** The padded lengths that may occur, ascending; the last is at least the longest example. */
  readonly buckets: readonly number[];
}

/**
 * Every example once, in random order, in batches of examples of similar length: examples are shuffled, sorted by length within
 * runs of batches, cut, and the batches shuffled. With a number of examples, only one batch can be short.
 */
export function planEpoch(lengths: ArrayLike<number>, { batchSize, buckets }: EpochPlanOptions, random: Random): PlannedBatch[] {
  const order = Array.from(lengths, (_, example) => example);
  random.shuffle(order);
  const batches: PlannedBatch[] = [];
  const run = batchesSortedTogether * usualSize(lengths, batchSize);
  for (let start = 0; start < order.length; start += run) {
    const sorted = order.slice(start, start + run);
    if (buckets.length > 1) sorted.sort((a, b) => lengths[b]! - lengths[a]!);
    for (let first = 0; first < sorted.length;) {
      const sequence = buckets.find((bucket) => bucket >= lengths[sorted[first]!]!)!;
      const examples = sorted.slice(first, first + batchCapacity(batchSize, sequence));
      batches.push({ examples, sequence });
      first += examples.length;
    }
  }
  random.shuffle(batches);
  return batches;
}

/** How many examples of a padded length make a batch. */
export function batchCapacity(batchSize: BatchSize, sequence: number): number {
  return 'examples' in batchSize ? batchSize.examples : Math.max(1, Math.floor(batchSize.tokens / sequence));
}

/** As in Transformers' length-grouped sampler: long enough that little is padding, short enough that batches differ. */
const batchesSortedTogether = 50;

function usualSize(lengths: ArrayLike<number>, batchSize: BatchSize): number {
  if ('examples' in batchSize) return batchSize.examples;
  let positions = 0;
  for (let example = 0; example < lengths.length; example++) positions += lengths[example]!;
  return batchCapacity(batchSize, Math.max(1, Math.ceil(positions / lengths.length)));
}

/** Padded lengths, up to `most`, for examples of these lengths: a few multiples of 16, since each costs a compiled graph. */
export function bucketsFor(lengths: ArrayLike<number>, most = Infinity): number[] {
  let longest = 1;
  for (let example = 0; example < lengths.length; example++) longest = Math.max(longest, lengths[example]!);
  if (longest === 1) return [1]; // rows of a table
  const last = Math.min(Math.ceil(longest / 16) * 16, most);
  return [...commonLengths.filter((length) => length < last), last];
}

const commonLengths = [16, 32, 48, 64, 96, 128, 192, 256, 384, 512];
