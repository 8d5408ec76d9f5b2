/** The arrays of a row order, in the shapes of `RowOrder`: int64 [N], float32 [N, 1] and int64 [count]; or float32 [count, N]. */
export type RowOrderArrays =
  | { readonly order: BigInt64Array; readonly place: Float32Array; readonly last: BigInt64Array }
  | { readonly reads: Float32Array };

/**
 * Writes what `sumRows` needs to know of indices into a table of `count` rows: rows of one index keep their order. An index that reads
 * nothing, or that does not learn, has the row behind the last one, which is zero.
 */
export function sortRows(indices: BigInt64Array, { count, frozenRow }: { readonly count: number; readonly frozenRow: number | undefined }, arrays: RowOrderArrays): void {
  const ids = lowWords(indices);
  const read = indices.length;
  if ('reads' in arrays) {
    arrays.reads.fill(0);
    for (let row = 0; row < read; row++) if (ids[2 * row] !== frozenRow) arrays.reads[ids[2 * row]! * read + row] = 1;
    return;
  }
  const starts = new Int32Array(count + 1);
  for (let row = 0; row < read; row++) starts[ids[2 * row]! + 1]!++;
  for (let index = 0; index < count; index++) starts[index + 1]! += starts[index]!;
  const next = starts.slice();
  const [order, last] = [lowWords(arrays.order), lowWords(arrays.last)];
  for (let row = 0; row < read; row++) {
    const index = ids[2 * row]!;
    const place = next[index]!++;
    order[2 * place] = row;
    arrays.place[place] = place - starts[index]!;
  }
  for (let index = 0; index < count; index++) last[2 * index] = starts[index + 1]! > starts[index]! && index !== frozenRow ? starts[index + 1]! - 1 : read;
}

/** The low halves of int64 numbers, at every second place: indices are never negative and fit 31 bits, and the high halves stay 0. */
function lowWords({ buffer, byteOffset, length }: BigInt64Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length * 2);
}
