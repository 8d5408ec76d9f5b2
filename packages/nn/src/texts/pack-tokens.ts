import { NnError } from '../nn-error.ts';

/** How documents are put together. */
export interface PackOptions {
  /** How many tokens of a block are predicted; a block holds one more. */
  readonly blockLength: number;
  /** The token before and after every document, such as <|endoftext|>; without one they follow each other directly. */
  readonly separator?: number | undefined;
}

/**
 * Documents as one stream of tokens, cut into blocks that waste nothing on padding. A block begins with the last token of the one
 * before, so that every token but the first is predicted once. The last block may be short.
 */
export function packTokens(documents: readonly Int32Array[], { blockLength, separator }: PackOptions): Int32Array[] {
  if (!Number.isInteger(blockLength) || blockLength < 1) throw new NnError(`blockLength must be a whole number above 0, not ${blockLength}.`);
  const marks = separator === undefined ? 0 : 1;
  const stream = new Int32Array(documents.reduce((sum, { length }) => sum + length + marks, documents.length > 0 ? marks : 0));
  let end = 0;
  const mark = () => { if (separator !== undefined && end < stream.length) stream[end++] = separator; };
  mark();
  for (const document of documents) {
    stream.set(document, end);
    end += document.length;
    mark();
  }
  const blocks: Int32Array[] = [];
  for (let start = 0; start + 1 < stream.length; start += blockLength) blocks.push(stream.subarray(start, start + blockLength + 1));
  return blocks;
}
