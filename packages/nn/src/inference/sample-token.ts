import type { Random } from '../random.ts';
import { largest } from '../training/largest.ts';

/** How the next token is drawn. */
export interface SamplingOptions {
  /** Above 0. Below 1 likely tokens become likelier, above 1 all become alike. Default 1. */
  readonly temperature?: number | undefined;
  /** Only this many tokens, the likeliest, are drawn from. */
  readonly topK?: number | undefined;
  /** Only the likeliest tokens that together reach this probability are drawn from, after `topK` (Holtzman et al. 2020). */
  readonly topP?: number | undefined;
}

/** Draws a token by its logits; of equally likely tokens at the limit those with smaller ids stay. */
export function sampleToken(logits: Float32Array, { temperature = 1, topK, topP }: SamplingOptions, random: Random): number {
  const best = largest(logits);
  const top = logits[best]!;
  const weights = new Float64Array(logits.length); // plain loops: `from` and `filter` take ten times as long
  for (let token = 0; token < weights.length; token++) weights[token] = Math.exp((logits[token]! - top) / temperature);
  if (topK !== undefined && topK < weights.length) keepLargest(weights, topK);
  if (topP !== undefined && topP < 1) keepLargest(weights, nucleus(weights, topP));
  let left = random.uniform() * sumOf(weights);
  for (let token = 0; token < weights.length; token++) {
    left -= weights[token]!;
    if (left < 0) return token;
  }
  return best; // rounding used up the last of it
}

/** How many of the largest weights it takes to reach a share of their sum. Few, as a rule: they are looked for among few first. */
function nucleus(weights: Float64Array, share: number): number {
  const wanted = share * sumOf(weights);
  for (let among = 64; ; among *= 8) {
    const limit = among < weights.length ? kthLargest(weights, among) : 0;
    const ascending = atLeast(weights, limit).sort();
    let sum = 0;
    for (let count = 1; count <= ascending.length; count++) {
      sum += ascending[ascending.length - count]!;
      if (sum >= wanted) return count;
    }
    if (among >= weights.length) return ascending.length;
  }
}

function atLeast(weights: Float64Array, limit: number): Float64Array {
  const found = new Float64Array(weights.length);
  let count = 0;
  for (let token = 0; token < weights.length; token++) if (weights[token]! >= limit && weights[token]! > 0) found[count++] = weights[token]!;
  return found.subarray(0, count);
}

/** Sets all but the `count` largest weights to 0. */
function keepLargest(weights: Float64Array, count: number): void {
  const limit = kthLargest(weights, count);
  let equals = count;
  for (let token = 0; token < weights.length; token++) if (weights[token]! > limit) equals--;
  for (let token = 0; token < weights.length; token++) {
    if (weights[token]! < limit || (weights[token] === limit && equals-- <= 0)) weights[token] = 0;
  }
}

/** The number that k - 1 others are not smaller than (Hoare 1961): on average one look at each, where sorting takes many. */
function kthLargest(numbers: Float64Array, k: number): number {
  const list = numbers.slice();
  let [left, right] = [0, list.length - 1];
  while (left < right) {
    const pivot = list[(left + right) >> 1]!;
    let [i, j] = [left, right];
    while (i <= j) {
      while (list[i]! > pivot) i++;
      while (list[j]! < pivot) j--;
      if (i > j) break;
      const kept = list[i]!;
      list[i++] = list[j]!;
      list[j--] = kept;
    }
    if (k - 1 <= j) right = j;
    else if (k - 1 >= i) left = i;
    else break;
  }
  return list[k - 1]!;
}

function sumOf(numbers: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < numbers.length; index++) sum += numbers[index]!;
  return sum;
}
