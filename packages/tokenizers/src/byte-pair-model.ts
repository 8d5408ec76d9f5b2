import { byteCharacters } from './byte-alphabet.ts';
import { MinHeap } from './min-heap.ts';
import { TokenizerError } from './tokenizer-error.ts';
import { idLimit } from './tokenizer-file.ts';

/** Two tokens that are joined; earlier merges of a list go first. */
export type Merge = readonly [left: string, right: string];

const positions = 2 ** 32;

/** Byte-pair encoding: the bytes of a word, joined pair by pair in the order of the merges. */
export class BytePairModel {
  private readonly byteIds: readonly number[];
  private readonly ranks = new Map<number, number>();
  private readonly joinedIds: number[] = [];

  /** Throws when the vocabulary lacks a byte, a part of a merge or what it makes. */
  constructor(readonly vocabulary: ReadonlyMap<string, number>, readonly merges: readonly Merge[]) {
    this.byteIds = byteCharacters.map((character, byte) => {
      const id = vocabulary.get(character);
      if (id === undefined) throw new TokenizerError(`The vocabulary lacks the byte ${byte} ("${character}"); byte-level BPE as GPT-2 has it holds all 256 bytes.`);
      return id;
    });
    merges.forEach(([left, right], rank) => {
      const idOf = (token: string) => {
        const id = vocabulary.get(token);
        if (id === undefined) throw new TokenizerError(`Merge ${rank + 1}, "${left} ${right}": the vocabulary lacks "${token}".`);
        return id;
      };
      this.ranks.set(pairKey(idOf(left), idOf(right)), rank);
      this.joinedIds.push(idOf(left + right));
    });
  }

  /** The ids of a word, given as UTF-8. Takes n log n steps, so that no word is too long. */
  encode(bytes: readonly number[]): number[] {
    const ids = bytes.map((byte) => this.byteIds[byte] ?? 0);
    if (ids.length < 2) return ids;
    // A list of the pieces that are left: -1 marks one that was joined to the piece before it.
    const previous = Int32Array.from(ids, (_, index) => index - 1);
    const next = Int32Array.from(ids, (_, index) => (index + 1 < ids.length ? index + 1 : -1));
    const rankAt = (position: number) => {
      const right = next[position] ?? -1;
      return right < 0 ? undefined : this.ranks.get(pairKey(ids[position] ?? 0, ids[right] ?? 0));
    };
    // The lowest rank first, and of equal ranks the leftmost.
    const queue = new MinHeap();
    const offer = (position: number) => {
      const rank = rankAt(position);
      if (rank !== undefined) queue.push(rank * positions + position);
    };
    for (let position = 0; position + 1 < ids.length; position++) offer(position);
    for (let top = queue.pop(); top !== undefined; top = queue.pop()) {
      const position = top % positions;
      const rank = Math.floor(top / positions);
      if (ids[position] === -1 || rankAt(position) !== rank) continue; // a neighbour was joined to something else since
      const right = next[position] ?? -1;
      const after = next[right] ?? -1;
      ids[position] = this.joinedIds[rank] ?? 0;
      ids[right] = -1;
      next[position] = after;
      if (after >= 0) previous[after] = position;
      const before = previous[position] ?? -1;
      if (before >= 0) offer(before);
      offer(position);
    }
    return ids.filter((id) => id !== -1);
  }
}

function pairKey(left: number, right: number): number {
  return left * idLimit + right;
}
