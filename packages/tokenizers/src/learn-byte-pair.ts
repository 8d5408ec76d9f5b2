import { byteCharacters } from './byte-alphabet.ts';
import { eachByteLevelWord } from './byte-level-words.ts';
import type { Merge } from './byte-pair-model.ts';
import { BytePairTokenizer } from './byte-pair-tokenizer.ts';
import { Heap } from './heap.ts';
import type { LearnProgress } from './learn-word-piece.ts';
import { TokenizerError } from './tokenizer-error.ts';
import { toUtf8 } from './utf8.ts';

/** How merges are learnt. */
export interface LearnBytePairOptions {
  /** Most tokens of the vocabulary, special tokens and the 256 bytes included. Default 30,000. */
  readonly vocabularySize?: number;
  /** A pair is merged only if it is seen this often. Default 2. */
  readonly minFrequency?: number;
  /** They get the first ids. Default <|endoftext|> alone. */
  readonly specialTokens?: readonly string[];
  /** Called now and then; learning waits for what it returns, so that a caller can let other work run. */
  readonly onProgress?: (progress: LearnProgress) => void | Promise<void>;
  /** Stops learning; an AbortSignal fits. */
  readonly signal?: { throwIfAborted(): void };
}

/**
 * Learns byte-level BPE from texts, as GPT-2 has it, by merging the most frequent pair of tokens again and again; of equally
 * frequent pairs the one with the smaller ids goes first. Gives the vocabulary and the merges of `BpeTrainer` in tokenizers.
 */
export async function learnBytePair(texts: Iterable<string> | AsyncIterable<string>, options: LearnBytePairOptions = {}): Promise<BytePairTokenizer> {
  const { vocabularySize = 30_000, minFrequency = 2, specialTokens = ['<|endoftext|>'] } = options;
  for (const [name, value] of Object.entries({ vocabularySize, minFrequency })) {
    if (!Number.isInteger(value) || value < 1) throw new TokenizerError(`${name} must be a whole number from 1, not ${value}.`);
  }
  const fixed = [...specialTokens, ...[...byteCharacters].sort()];
  if (vocabularySize < fixed.length) throw new TokenizerError(`vocabularySize must be at least ${fixed.length}, for the bytes and ${specialTokens.length} special tokens, not ${vocabularySize}.`);
  const counts = await countWords(texts, options);
  if (counts.size === 0) throw new TokenizerError('There is nothing to learn from: the texts are empty.');
  const { tokens, merges } = await merge(counts, fixed, { vocabularySize, minFrequency }, options);
  return BytePairTokenizer.fromVocabulary(Object.fromEntries(tokens.map((token, id) => [token, id])), merges, specialTokens);
}

async function countWords(texts: Iterable<string> | AsyncIterable<string>, { onProgress, signal }: LearnBytePairOptions): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  let read = 0;
  signal?.throwIfAborted();
  for await (const text of texts) {
    eachByteLevelWord(text, (start, end) => {
      const word = text.slice(start, end);
      counts.set(word, (counts.get(word) ?? 0) + 1);
      return true;
    });
    read++;
    if (read % 256 === 0) {
      await onProgress?.({ phase: 'reading', texts: read });
      signal?.throwIfAborted();
    }
  }
  await onProgress?.({ phase: 'reading', texts: read });
  return counts;
}

/** A pair that waits to be merged in some words. */
interface Entry {
  readonly left: number;
  readonly right: number;
  count: number;
  readonly words: Set<number>;
}

async function merge(
  counts: ReadonlyMap<string, number>, fixed: readonly string[], { vocabularySize, minFrequency }: { readonly vocabularySize: number; readonly minFrequency: number },
  { onProgress, signal }: LearnBytePairOptions,
): Promise<{ readonly tokens: readonly string[]; readonly merges: readonly Merge[] }> {
  const tokens = [...fixed];
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const byteIds = byteCharacters.map((character) => ids.get(character) ?? 0);
  const words = Array.from(counts, ([word, count]) => ({ pieces: toUtf8(word).map((byte) => byteIds[byte] ?? 0), count }));
  const pairs = new PairCounts();
  words.forEach(({ pieces, count }, word) => { for (let place = 1; place < pieces.length; place++) pairs.add(pieces[place - 1] ?? 0, pieces[place] ?? 0, count, word); });
  pairs.settle();

  // The place of a pair that is merged twice (its tokens came about in two ways) is the later one.
  const ranks = new Map<string, Merge>();
  for (let step = 0; tokens.length < vocabularySize; step++) {
    const pair = pairs.take();
    if (pair === undefined || pair.count < minFrequency) break;
    const [left, right] = [tokens[pair.left] ?? '', tokens[pair.right] ?? ''];
    const joined = ids.get(left + right) ?? tokens.push(left + right) - 1;
    ids.set(left + right, joined);
    ranks.delete(`${left} ${right}`);
    ranks.set(`${left} ${right}`, [left, right]);
    for (const word of pair.words) joinIn(words[word]?.pieces ?? [], pair, joined, (a, b, sign) => pairs.add(a, b, sign * (words[word]?.count ?? 0), word));
    pairs.settle();
    if (step % 256 === 0) {
      await onProgress?.({ phase: 'merging', tokens: tokens.length, vocabularySize });
      signal?.throwIfAborted();
    }
  }
  await onProgress?.({ phase: 'merging', tokens: tokens.length, vocabularySize });
  return { tokens, merges: [...ranks.values()] };
}

/** Replaces every `left right` in a word by `joined`, and tells which neighbouring pairs there are no more (-1) or now (1). */
function joinIn(pieces: number[], { left, right }: Pick<Entry, 'left' | 'right'>, joined: number, change: (a: number, b: number, sign: 1 | -1) => void): void {
  let length = 0;
  for (let place = 0; place < pieces.length; place++) {
    const piece = pieces[place] ?? 0;
    if (piece !== left || pieces[place + 1] !== right) {
      pieces[length++] = piece;
      continue;
    }
    const before = pieces[length - 1];
    const after = pieces[place + 2];
    if (length > 0 && before !== undefined) {
      change(before, left, -1);
      change(before, joined, 1);
    }
    if (after !== undefined) {
      change(right, after, -1);
      change(joined, after, 1);
    }
    pieces[length++] = joined;
    place++;
  }
  pieces.length = length;
}

/**
 * How often each pair is seen, and a queue of those that wait, the most frequent first. It keeps the books of tokenizers'
 * trainer (models/bpe/trainer.rs) to the letter, so that ties and pairs that come again are settled alike: an entry knows only the
 * words of its own round, and the count of a pair that was merged stays.
 */
class PairCounts {
  private readonly counts = new Map<number, number>();
  private readonly queue = new Heap<Entry>((a, b) => (a.count !== b.count ? a.count > b.count : a.left !== b.left ? a.left < b.left : a.right < b.right));
  private readonly grown = new Map<number, Set<number>>();

  /** Changes the count of a pair; a positive change also notes the word. Takes effect with `settle`. */
  add(left: number, right: number, change: number, word: number): void {
    const key = left * mostIds + right;
    this.counts.set(key, (this.counts.get(key) ?? 0) + change);
    if (change <= 0) return;
    const words = this.grown.get(key);
    if (words) words.add(word);
    else this.grown.set(key, new Set([word]));
  }

  /** Queues the pairs that were seen anew. */
  settle(): void {
    for (const [key, words] of this.grown) {
      const count = this.counts.get(key) ?? 0;
      if (count > 0) this.queue.push({ left: Math.floor(key / mostIds), right: key % mostIds, count, words });
    }
    this.grown.clear();
  }

  /** Takes out the most frequent pair. */
  take(): Entry | undefined {
    for (;;) {
      const top = this.queue.pop();
      if (top === undefined) return undefined;
      const count = this.counts.get(top.left * mostIds + top.right) ?? 0;
      if (count === top.count) return top;
      top.count = count;
      this.queue.push(top);
    }
  }
}

const mostIds = 2 ** 26;
