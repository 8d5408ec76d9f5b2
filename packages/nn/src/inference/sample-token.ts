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
  const weights = Float64Array.from(logits, (logit) => Math.exp((logit - top) / temperature));
  if (topK !== undefined && topK < weights.length) keepLargest(weights, topK);
  if (topP !== undefined && topP < 1) keepLargest(weights, nucleus(weights, topP));
  let left = random.uniform() * sumOf(weights);
  for (let token = 0; token < weights.length; token++) {
    left -= weights[token]!;
    if (left < 0) return token;
  }
  return best; // rounding used up the last of it
}

/** How many of the largest weights it takes to reach a share of their sum. */
function nucleus(weights: Float64Array, share: number): number {
  const ascending = weights.filter((weight) => weight > 0).sort();
  const wanted = share * sumOf(weights);
  let sum = 0;
  for (let count = 1; count <= ascending.length; count++) {
    sum += ascending[ascending.length - count]!;
    if (sum >= wanted) return count;
  }
  return ascending.length;
}

/** Sets all but the `count` largest weights to 0. */
function keepLargest(weights: Float64Array, count: number): void {
  const ascending = Float64Array.from(weights).sort();
  const limit = ascending[ascending.length - count]!;
  let equals = count;
  for (const weight of weights) if (weight > limit) equals--;
  for (let token = 0; token < weights.length; token++) {
    if (weights[token]! < limit || (weights[token] === limit && equals-- <= 0)) weights[token] = 0;
  }
}

function sumOf(numbers: Float64Array): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}
