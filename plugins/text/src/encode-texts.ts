import { UserError, type NodeContext } from '@millrace/sdk';
import type { BertTokenizer, BytePairTokenizer, TruncationStrategy } from '@millrace/tokenizers';

/** Token ids of texts, unpadded; the segment of each token for pairs. */
export interface EncodedTexts {
  readonly inputIds: readonly Int32Array[];
  readonly tokenTypeIds?: readonly Int32Array[];
  /** Texts that were at the limit, and so most likely cut. */
  readonly truncated: number;
}

const between = 256;

/** Encodes texts or pairs. With truncation "none" a text that is too long throws a UserError. */
export async function encodeTexts(
  tokenizer: BertTokenizer | BytePairTokenizer, texts: readonly string[], pairs: readonly string[] | undefined,
  { maxLength, truncation }: { readonly maxLength: number; readonly truncation: TruncationStrategy | 'none' }, context: NodeContext,
): Promise<EncodedTexts> {
  if (truncation === 'only_second' && pairs === undefined) throw new UserError('Truncation "only_second" needs a second text column.');
  const inputIds: Int32Array[] = [];
  const tokenTypeIds: Int32Array[] = [];
  let truncated = 0;
  for (const [row, text] of texts.entries()) {
    if (row % between === 0) {
      context.signal.throwIfAborted();
      context.progress({ fraction: row / texts.length, message: `${row} of ${texts.length} texts` });
      await new Promise(setImmediate);
    }
    if (pairs === undefined) inputIds.push(tokenizer.encodeIds(text, { maxLength, truncation }));
    else {
      const { ids, typeIds } = tokenizer.encodeBatch([[text, pairs[row] ?? '']], { maxLength, truncation });
      inputIds.push(ids);
      tokenTypeIds.push(typeIds);
    }
    const length = inputIds.at(-1)?.length ?? 0;
    if (length > maxLength) throw new UserError(`Row ${row + 1} has ${length} tokens, more than the ${maxLength} allowed. Choose a truncation, or allow more tokens.`);
    if (length === maxLength) truncated++;
  }
  return { inputIds, truncated, ...(pairs === undefined ? {} : { tokenTypeIds }) };
}
