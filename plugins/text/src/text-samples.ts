import type { NodeContext } from '@millrace/sdk';
import type { TableInfo } from '@millrace/tables';
import type { BertTokenizer, BytePairTokenizer } from '@millrace/tokenizers';
import { withTables } from './with-tables.ts';

export const sampleColumns = [{ name: 'text', type: 'text' }, { name: 'tokens', type: 'text' }, { name: 'count', type: 'integer' }] as const;
const mostSamples = 100;

/** The first texts with the tokens that they became, special ones included, as a table to look at; texts of a pair are joined by " | ". */
export function writeSamples(
  tokenizer: BertTokenizer | BytePairTokenizer, texts: readonly string[], pairs: readonly string[] | undefined, inputIds: readonly Int32Array[], context: NodeContext,
): Promise<TableInfo> {
  const rows = inputIds.slice(0, mostSamples).map((ids, row) => [
    pairs === undefined ? texts[row] ?? '' : `${texts[row] ?? ''} | ${pairs[row] ?? ''}`,
    [...ids].map((id) => tokenizer.idToToken(id) ?? `#${id}`).join(' '),
    ids.length,
  ]);
  return withTables(context, (tables) => tables.writeRows(sampleColumns, rows, context.scratch('samples.parquet')));
}
