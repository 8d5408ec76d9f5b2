import { Heap } from './heap.ts';

/** Two neighbouring pieces, how often they are seen, and the words that hold them. */
export interface PiecePair {
  readonly left: number;
  readonly right: number;
  count: number;
  /** Indices of words; some may no longer hold the pair. */
  readonly words: Set<number>;
}

interface Entry { readonly pair: PiecePair; count: number }

/**
 * Pairs of pieces, the most frequent first (ties: smaller ids first). Counts change while pairs wait; an entry whose
 * count is out of date is put back with the right one when it comes to the top, so a change costs nothing.
 */
export class MergeQueue {
  private readonly pairs = new Map<number, PiecePair>();
  private readonly heap = new Heap(before);
  private readonly grown = new Set<PiecePair>();

  /** Changes the count of a pair by `change`; a positive change also notes the word. Takes effect with `settle`. */
  add(left: number, right: number, change: number, word: number): void {
    const key = left * 0x4000000 + right;
    let pair = this.pairs.get(key);
    if (pair === undefined) {
      if (change <= 0) return;
      pair = { left, right, count: 0, words: new Set() };
      this.pairs.set(key, pair);
    }
    pair.count += change;
    if (change > 0) {
      pair.words.add(word);
      this.grown.add(pair);
    }
  }

  /** Queues the pairs whose counts grew. */
  settle(): void {
    for (const pair of this.grown) if (pair.count > 0) this.heap.push({ pair, count: pair.count });
    this.grown.clear();
  }

  /** Takes out the most frequent pair. */
  take(): PiecePair | undefined {
    for (;;) {
      const top = this.heap.pop();
      if (top === undefined) return undefined;
      const { pair } = top;
      if (pair.count <= 0) continue;
      if (top.count !== pair.count) {
        if (top.count > pair.count) this.heap.push({ pair, count: pair.count });
        continue; // an entry below the count has a newer one above it
      }
      this.pairs.delete(pair.left * 0x4000000 + pair.right);
      const taken = { ...pair };
      pair.count = 0;
      return taken;
    }
  }
}

function before(a: Entry, b: Entry): boolean {
  if (a.count !== b.count) return a.count > b.count;
  if (a.pair.left !== b.pair.left) return a.pair.left < b.pair.left;
  return a.pair.right < b.pair.right;
}
