import { readFile, writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { defineNode, port, UserError, withUserErrors, type NodeContext, type TableInput } from '@millrace/sdk';
import { BertTokenizer, learnWordPiece, TokenizerError } from '@millrace/tokenizers';
import { z } from 'zod';
import { texts } from './texts.ts';

const params = z.object({
  textColumn: z.string().min(1).default('text').meta({ title: 'Text column', description: 'The column to learn the vocabulary from.', field: 'column', of: 'table' }),
  vocabularySize: z.int().min(100).max(200_000).default(8_000).meta({ title: 'Vocabulary size', description: 'Most pieces of words to tell apart. 8,000 suits a few thousand texts, 30,000 a language.' }),
  lowercase: z.boolean().default(true).meta({ title: 'Lower-case', description: 'Treat "Money" and "money" alike, and drop accents.' }),
  minFrequency: z.int().min(1).max(1_000_000).default(2).meta({ title: 'Least frequency', description: 'A piece must be seen this often to enter the vocabulary.' }),
  path: z.string().min(1).optional().meta({ title: 'Tokenizer file', description: 'Load this tokenizer.json or vocab.txt and learn nothing; the table is then not needed.', field: 'file' }),
});

/** Learns a WordPiece vocabulary from a column of texts, or loads one. */
export const tokenizer = defineNode({
  type: 'text.tokenizer',
  title: 'Tokenizer',
  category: 'Text',
  description: 'Learns which pieces of words the texts are made of (WordPiece, as BERT), or loads a tokenizer.json or vocab.txt.',
  inputs: { table: port.table({ optional: true, description: 'Texts to learn from; only training texts, so that the test stays honest.' }) },
  outputs: { tokenizer: port.tokenizer() },
  params,
  async run({ inputs: { table }, params: { path, ...params }, context }) {
    const made = await withUserErrors([TokenizerError], () => (path === undefined ? learn(table, params, context) : load(context.file(path), path, params.lowercase)));
    context.log('info', `The vocabulary holds ${made.vocabularySize} pieces.`);
    const file = context.scratch('tokenizer.json');
    await writeFile(file, JSON.stringify(made));
    return { tokenizer: { path: file, meta: { vocabularySize: made.vocabularySize, lowercase: made.normalizer.lowercase } } };
  },
});

async function learn(table: TableInput | undefined, params: { textColumn: string; vocabularySize: number; minFrequency: number; lowercase: boolean }, context: NodeContext): Promise<BertTokenizer> {
  if (!table) throw new UserError('There is nothing to learn from: wire a table to the input, or name a tokenizer file.');
  const { textColumn, vocabularySize, minFrequency, lowercase } = params;
  return await learnWordPiece(await texts(table, textColumn, context), {
    vocabularySize, minFrequency, lowercase, signal: context.signal,
    onProgress: (progress) => context.progress(progress.phase === 'reading'
      ? { fraction: 0.5 * Math.min(1, progress.texts / Math.max(1, table.rows)), message: `Read ${progress.texts} of ${table.rows} texts` }
      : { fraction: 0.5 + 0.5 * progress.tokens / progress.vocabularySize, message: `Found ${progress.tokens} of ${progress.vocabularySize} pieces` }),
  });
}

async function load(path: string, name: string, lowercase: boolean): Promise<BertTokenizer> {
  const content = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UserError(`The tokenizer file "${name}" cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
  return extname(name).toLowerCase() === '.json' ? BertTokenizer.fromJSON(content) : BertTokenizer.fromVocabulary(content, { lowercase });
}
