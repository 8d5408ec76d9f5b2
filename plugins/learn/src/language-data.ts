import { readFile } from 'node:fs/promises';
import { packTokens, readTokenDataset, type Gpt2Config } from '@millrace/nn';
import { say, UserError, type FileInput, type NodeContext, type TableInput } from '@millrace/sdk';
import { BertTokenizer, loadTokenizer, type BytePairTokenizer } from '@millrace/tokenizers';
import { columnTexts } from './column-texts.ts';

/** Reads a tokenizer.json; throws a UserError unless it is one that GPT-2 can have. */
export async function readBytePairTokenizer(path: string): Promise<BytePairTokenizer> {
  const tokenizer = loadTokenizer(await readFile(path, 'utf8'));
  if (tokenizer instanceof BertTokenizer) throw new UserError(say`This tokenizer is WordPiece, as BERT has it; GPT-2 needs byte-level BPE: choose it in "Tokenizer".`);
  return tokenizer;
}

/** Where texts come from: a column of a table, or texts that are tokens already. */
export type TextSource = { readonly table: TableInput; readonly column: string } | { readonly dataset: FileInput<'dataset'> };

/** The tokens of each text, without those that are empty. */
export async function tokensOf(source: TextSource, tokenizer: BytePairTokenizer, context: NodeContext): Promise<Int32Array[]> {
  if ('dataset' in source) return (await readTokenDataset(source.dataset.path)).inputIds.filter(({ length }) => length > 0);
  const texts = await columnTexts(source.table, source.column, context);
  const tokens: Int32Array[] = [];
  for (const [row, text] of texts.entries()) {
    if (row % rowsBetween === 0) {
      context.signal.throwIfAborted();
      context.progress({ fraction: 0, message: `Tokenized ${row} of ${texts.length} texts` });
      await new Promise(setImmediate);
    }
    const ids = tokenizer.encodeIds(text);
    if (ids.length > 0) tokens.push(ids);
  }
  return tokens;
}

const rowsBetween = 256;

/** How texts become what the model learns from. */
export interface ExampleOptions {
  readonly layout: 'blocks' | 'texts';
  readonly blockLength: number;
}

/**
 * What is learnt from at once: blocks of the texts one after another, or each text by itself, cut to the block length. A text
 * stands between two tokens that end texts, if the model has one.
 */
export function languageExamples(tokens: readonly Int32Array[], { endTokenId }: Gpt2Config, { layout, blockLength }: ExampleOptions): Int32Array[] {
  if (layout === 'blocks') return packTokens(tokens, { blockLength, separator: endTokenId });
  return tokens.flatMap((ids) => packTokens([ids], { blockLength, separator: endTokenId }).slice(0, 1));
}
