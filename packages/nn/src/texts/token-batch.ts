/** Some texts of one padded length, as arrays that a session reads: int64 [batch, sequence] each. */
export class TokenBatch {
  readonly inputIds: BigInt64Array;
  readonly attentionMask: BigInt64Array;
  readonly tokenTypeIds: BigInt64Array;

  constructor(readonly batch: number, readonly sequence: number, private readonly padTokenId: number) {
    this.inputIds = new BigInt64Array(batch * sequence);
    this.attentionMask = new BigInt64Array(batch * sequence);
    this.tokenTypeIds = new BigInt64Array(batch * sequence);
  }

  /** Writes the texts, padded at the end. Rows without a text are padding that reads only itself; their logits mean nothing. */
  fill(inputIds: readonly Int32Array[], tokenTypeIds?: readonly Int32Array[]): void {
    this.attentionMask.fill(0n);
    this.tokenTypeIds.fill(0n);
    this.inputIds.fill(BigInt(this.padTokenId));
    const ids = lowWords(this.inputIds);
    const mask = lowWords(this.attentionMask);
    const types = lowWords(this.tokenTypeIds);
    for (let row = 0; row < this.batch; row++) {
      const start = row * this.sequence;
      const text = inputIds[row];
      if (!text) {
        mask[2 * start] = 1;
        continue;
      }
      const segments = tokenTypeIds?.[row];
      for (let position = 0; position < text.length; position++) {
        const place = 2 * (start + position);
        ids[place] = text[position]!;
        mask[place] = 1;
        if (segments) types[place] = segments[position]!;
      }
    }
  }
}

/** The lower halves (even places) of 64-bit integers: writing them is many times faster than writing BigInts. */
function lowWords(array: BigInt64Array): Int32Array {
  return new Int32Array(array.buffer, array.byteOffset, array.length * 2);
}
