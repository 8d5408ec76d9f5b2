import { say, UserError, type NodeContext } from '@millrace/sdk';
import type { BertTokenizer, BytePairTokenizer, TruncationStrategy } from '@millrace/tokenizers';

/** Token ids of texts, unpadded; the segment of each token for pairs. */
export interface EncodedTexts {
  readonly inputIds: readonly Int32Array[];
  readonly tokenTypeIds?: readonly Int32Array[];
  /** Where each token lies in its text, in code points, if that was asked for. */
  readonly offsets?: readonly (readonly (readonly [start: number, end: number])[])[];
  /** Texts that were at the limit, and so most likely cut. */
  readonly truncated: number;
}

const between = 256;

/** Encodes texts or pairs. With truncation "none" a text that is too long throws a UserError. */
export async function encodeTexts(
  tokenizer: BertTokenizer | BytePairTokenizer, texts: readonly string[], pairs: readonly string[] | undefined,
  { maxLength, truncation, withOffsets }: { readonly maxLength: number; readonly truncation: TruncationStrategy | 'none'; readonly withOffsets: boolean }, context: NodeContext,
): Promise<EncodedTexts> {
  if (withOffsets && pairs !== undefined) throw new UserError(say`A label for each word is for single texts; leave the second text column empty.`);
  if (truncation === 'only_second' && pairs === undefined) throw new UserError(say`Truncation "only_second" needs a second text column.`);
  const inputIds: Int32Array[] = [];
  const tokenTypeIds: Int32Array[] = [];
  const offsets: (readonly (readonly [start: number, end: number])[])[] = [];
  let truncated = 0;
  for (const [row, text] of texts.entries()) {
    if (row % between === 0) {
      context.signal.throwIfAborted();
      context.progress({ fraction: row / texts.length, message: `${row} of ${texts.length} texts` });
      await new Promise(setImmediate);
    }
    if (withOffsets) {
      const encoding = tokenizer.encode(text, undefined, { maxLength, truncation });
      inputIds.push(encoding.ids);
      offsets.push(encoding.offsets);
    } else if (pairs === undefined) inputIds.push(tokenizer.encodeIds(text, { maxLength, truncation }));
    else {
      const { ids, typeIds } = tokenizer.encodeBatch([[text, pairs[row] ?? '']], { maxLength, truncation });
      inputIds.push(ids);
      tokenTypeIds.push(typeIds);
    }
    const length = inputIds.at(-1)?.length ?? 0;
    if (length > maxLength) throw new UserError(say`Row ${row + 1} has ${length} tokens, more than the ${maxLength} allowed. Choose a truncation, or allow more tokens.`);
    if (length === maxLength) truncated++;
  }
  return { inputIds, truncated, ...(pairs === undefined ? {} : { tokenTypeIds }), ...(withOffsets && { offsets }) };
}
