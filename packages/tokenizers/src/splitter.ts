/** Ids of a text, and for each the start and end (code points) of what it came from. */
export interface TokenSpans {
  readonly ids: number[];
  readonly offsets: [start: number, end: number][];
}

/**
 * Takes a text through all that comes before special tokens are put around it. Both methods stop at the end of the word that brings
 * the tokens to `limit`, as tokenizers 0.23 does (an added token alone ends nothing), since of two texts the one with more tokens is shortened.
 */
export interface Splitter {
  ids(text: string, limit: number): number[];
  /** Several times slower than the ids alone. */
  spans(text: string, limit: number): TokenSpans;
}

/** Length of a text in code points. */
export function codePoints(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}
