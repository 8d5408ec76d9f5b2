export interface LengthBatchOptions {
  /** Most rows in a batch. */
  readonly maximumRows: number;
  /** Most tokens in a batch, padding included, unless a single row is longer. */
  readonly maximumTokens: number;
}

/**
 * Groups rows of similar length, so that little is padded: indices into `lengths`, longest rows first (the largest
 * buffers are then allocated once). Every row is in exactly one batch; equal input gives equal batches.
 */
export function lengthBatches(lengths: ArrayLike<number>, { maximumRows, maximumTokens }: LengthBatchOptions): number[][] {
  const order = Array.from({ length: lengths.length }, (_, index) => index);
  order.sort((a, b) => (lengths[b] ?? 0) - (lengths[a] ?? 0) || a - b);
  const batches: number[][] = [];
  for (let start = 0; start < order.length;) {
    const longest = Math.max(1, lengths[order[start] ?? 0] ?? 1);
    const rows = Math.max(1, Math.min(maximumRows, Math.floor(maximumTokens / longest)));
    batches.push(order.slice(start, start + rows));
    start += rows;
  }
  return batches;
}
