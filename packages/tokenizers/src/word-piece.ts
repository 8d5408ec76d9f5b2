import { TokenizerError } from './tokenizer-error.ts';

/** What a WordPiece model needs beside its vocabulary. */
export interface WordPieceOptions {
  readonly unknownToken?: string;
  /** What marks a piece that continues a word. */
  readonly continuingPrefix?: string;
  /** Longer words (in code points) become the unknown token. */
  readonly maxWordLength?: number;
}

/** Splits words into the longest pieces that the vocabulary holds, from left to right. */
export class WordPiece {
  readonly unknownToken: string;
  readonly continuingPrefix: string;
  readonly maxWordLength: number;
  readonly unknownId: number;
  private readonly starts = new Map<string, number>();
  private readonly continuations = new Map<string, number>();
  private readonly longestStart: number;
  private readonly longestContinuation: number;

  /** Throws when the vocabulary lacks the unknown token. */
  constructor(readonly vocabulary: ReadonlyMap<string, number>, options: WordPieceOptions = {}) {
    this.unknownToken = options.unknownToken ?? '[UNK]';
    this.continuingPrefix = options.continuingPrefix ?? '##';
    this.maxWordLength = options.maxWordLength ?? 100;
    const unknownId = vocabulary.get(this.unknownToken);
    if (unknownId === undefined) {
      throw new TokenizerError(`The vocabulary lacks the unknown token "${this.unknownToken}"; add it, or name the token that stands for unknown words.`);
    }
    this.unknownId = unknownId;
    for (const [token, id] of vocabulary) {
      this.starts.set(token, id);
      if (token.startsWith(this.continuingPrefix)) this.continuations.set(token.slice(this.continuingPrefix.length), id);
    }
    this.longestStart = longest(this.starts.keys());
    this.longestContinuation = longest(this.continuations.keys());
  }

  /** Appends the ids of a word's pieces to `ids` and, for each, where it ends in the word (code units) to `ends`. */
  split(word: string, ids: number[], ends: number[]): void {
    const before = ids.length;
    const endsBefore = ends.length;
    if (word.length > this.maxWordLength && lengthInCodePoints(word) > this.maxWordLength) {
      this.unknown(word, ids, ends, before, endsBefore);
      return;
    }
    let start = 0;
    while (start < word.length) {
      const pieces = start === 0 ? this.starts : this.continuations;
      let end = Math.min(word.length, start + (start === 0 ? this.longestStart : this.longestContinuation));
      let id: number | undefined;
      for (; end > start; end--) {
        id = pieces.get(word.slice(start, end));
        if (id !== undefined) break;
      }
      if (id === undefined) {
        this.unknown(word, ids, ends, before, endsBefore);
        return;
      }
      ids.push(id);
      ends.push(end);
      start = end;
    }
  }

  private unknown(word: string, ids: number[], ends: number[], before: number, endsBefore: number): void {
    ids.length = before;
    ends.length = endsBefore;
    ids.push(this.unknownId);
    ends.push(word.length);
  }
}

function longest(texts: Iterable<string>): number {
  let length = 0;
  for (const text of texts) length = Math.max(length, text.length);
  return length;
}

function lengthInCodePoints(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}
