import { BertNormalizer, type NormalizerOptions } from './bert-normalizer.ts';
import { BertTokenizer } from './bert-tokenizer.ts';
import { MergeQueue } from './merge-queue.ts';
import { eachWord } from './pre-tokenizer.ts';
import { eachRun } from './raw-runs.ts';
import { TokenizerError } from './tokenizer-error.ts';

/** How a vocabulary is learnt. */
export interface LearnOptions extends NormalizerOptions {
  /** Most tokens of the vocabulary, special tokens and alphabet included. Default 30,000. */
  readonly vocabularySize?: number;
  /** A pair is merged only if it is seen this often. Default 2. */
  readonly minFrequency?: number;
  /** Most single characters, the most frequent first. Default 1,000. */
  readonly alphabetLimit?: number;
  /** Longer words (in code points) are not learnt from. Default 100. */
  readonly maxWordLength?: number;
  /** Called now and then; learning waits for what it returns, so that a caller can let other work run. */
  readonly onProgress?: (progress: LearnProgress) => void | Promise<void>;
  /** Stops learning; an AbortSignal fits. */
  readonly signal?: { throwIfAborted(): void };
}

/** Where learning stands: texts read so far, then vocabulary entries found of those wanted. */
export type LearnProgress =
  | { readonly phase: 'reading'; readonly texts: number }
  | { readonly phase: 'merging'; readonly tokens: number; readonly vocabularySize: number };

const specialTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'] as const;
const prefix = '##';

/**
 * Learns a WordPiece vocabulary from texts by merging the most frequent pair of pieces again and again
 * (tokenizers: `WordPieceTrainer`). The same texts and options always give the same vocabulary.
 */
export async function learnWordPiece(texts: Iterable<string> | AsyncIterable<string>, options: LearnOptions = {}): Promise<BertTokenizer> {
  const { vocabularySize = 30_000, minFrequency = 2, alphabetLimit = 1_000, maxWordLength = 100 } = options;
  for (const [name, value] of Object.entries({ vocabularySize, minFrequency, alphabetLimit, maxWordLength })) {
    if (!Number.isInteger(value) || value < 1) throw new TokenizerError(`${name} must be a whole number from 1, not ${value}.`);
  }
  if (vocabularySize <= specialTokens.length) throw new TokenizerError(`vocabularySize must be above the ${specialTokens.length} special tokens, not ${vocabularySize}.`);

  const counts = await countWords(texts, new BertNormalizer(options), maxWordLength, options);
  if (counts.size === 0) throw new TokenizerError('There is nothing to learn from: the texts hold no words.');
  const vocabulary = await merge(counts, { vocabularySize, minFrequency, alphabetLimit }, options);
  return BertTokenizer.fromVocabulary(vocabulary, { ...options, maxWordLength });
}

async function countWords(texts: Iterable<string> | AsyncIterable<string>, normalizer: BertNormalizer, maxWordLength: number, { onProgress, signal }: LearnOptions): Promise<Map<string, number>> {
  const runs = new Map<string, number>();
  let read = 0;
  signal?.throwIfAborted();
  for await (const text of texts) {
    eachRun(text, (start, end) => {
      const run = text.slice(start, end);
      runs.set(run, (runs.get(run) ?? 0) + 1);
      return true;
    });
    read++;
    if (read % 256 === 0) {
      await onProgress?.({ phase: 'reading', texts: read });
      signal?.throwIfAborted();
    }
  }
  await onProgress?.({ phase: 'reading', texts: read });
  const words = new Map<string, number>();
  for (const [run, count] of runs) {
    const text = normalizer.normalize(run);
    eachWord(text, (start, end) => {
      const word = text.slice(start, end);
      if (word.length <= maxWordLength || [...word].length <= maxWordLength) words.set(word, (words.get(word) ?? 0) + count);
      return true;
    });
  }
  return words;
}

interface Limits { readonly vocabularySize: number; readonly minFrequency: number; readonly alphabetLimit: number }

async function merge(counts: ReadonlyMap<string, number>, limits: Limits, { onProgress, signal }: LearnOptions): Promise<string[]> {
  const tokens: string[] = [...specialTokens];
  const ids = new Map<string, number>(tokens.map((token, id) => [token, id]));
  const idOf = (token: string): number => {
    const known = ids.get(token);
    if (known !== undefined) return known;
    ids.set(token, tokens.length);
    return tokens.push(token) - 1;
  };
  const room = limits.vocabularySize - tokens.length;
  const alphabet = mostFrequentCharacters(counts, Math.min(limits.alphabetLimit, room));
  for (const character of alphabet) idOf(character);

  const words: number[][] = [];
  const frequencies: number[] = [];
  const queue = new MergeQueue();
  for (const [word, count] of [...counts].sort(byText)) {
    const pieces: number[] = [];
    for (const character of word) {
      if (!alphabet.has(character)) continue;
      const token = pieces.length === 0 ? character : prefix + character;
      // With no room left the character stays out, as any other that the vocabulary lacks.
      if (ids.has(token) || tokens.length < limits.vocabularySize) pieces.push(idOf(token));
    }
    for (let index = 1; index < pieces.length; index++) queue.add(pieces[index - 1] ?? 0, pieces[index] ?? 0, count, words.length);
    words.push(pieces);
    frequencies.push(count);
  }
  queue.settle();

  for (let merges = 0; tokens.length < limits.vocabularySize; merges++) {
    const pair = queue.take();
    if (pair === undefined || pair.count < limits.minFrequency) break;
    const left = tokens[pair.left] ?? '';
    const right = tokens[pair.right] ?? '';
    const joined = idOf(left + (right.startsWith(prefix) ? right.slice(prefix.length) : right));
    for (const index of pair.words) replacePair(words[index] ?? [], pair.left, pair.right, joined, frequencies[index] ?? 0, index, queue);
    queue.settle();
    if (merges % 256 === 0) {
      await onProgress?.({ phase: 'merging', tokens: tokens.length, vocabularySize: limits.vocabularySize });
      signal?.throwIfAborted();
    }
  }
  await onProgress?.({ phase: 'merging', tokens: tokens.length, vocabularySize: limits.vocabularySize });
  return tokens;
}

/** Replaces every `left right` in a word by `joined`, and tells the queue how the counts of the neighbouring pairs change. */
function replacePair(pieces: number[], left: number, right: number, joined: number, count: number, word: number, queue: MergeQueue): void {
  let length = 0;
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index] ?? 0;
    if (piece !== left || pieces[index + 1] !== right) {
      pieces[length++] = piece;
      continue;
    }
    if (length > 0) {
      queue.add(pieces[length - 1] ?? 0, left, -count, word);
      queue.add(pieces[length - 1] ?? 0, joined, count, word);
    }
    const next = pieces[index + 2];
    if (next !== undefined) {
      queue.add(right, next, -count, word);
      queue.add(joined, next, count, word);
    }
    pieces[length++] = joined;
    index++;
  }
  pieces.length = length;
}

function mostFrequentCharacters(counts: ReadonlyMap<string, number>, limit: number): Set<string> {
  const frequencies = new Map<string, number>();
  for (const [word, count] of counts) for (const character of word) frequencies.set(character, (frequencies.get(character) ?? 0) + count);
  const kept = [...frequencies].sort((a, b) => b[1] - a[1] || byText(a, b)).slice(0, limit).map(([character]) => character);
  return new Set(kept.sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0)));
}

function byText([a]: readonly [string, number], [b]: readonly [string, number]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
