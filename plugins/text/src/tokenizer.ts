import { readFile, writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { defineNode, port, say, UserError, withUserErrors, type NodeContext, type TableInput } from '@millrace/sdk';
import { BertTokenizer, learnBytePair, learnWordPiece, loadTokenizer, TokenizerError, type BytePairTokenizer, type LearnProgress } from '@millrace/tokenizers';
import { z } from 'zod';
import { texts } from './texts.ts';

const params = z.object({
  kind: z.enum(['wordpiece', 'byte-level-bpe']).default('wordpiece').meta({ title: 'Kind', description: '"wordpiece" for BERT, which reads texts; "byte-level-bpe" for GPT-2, which writes them. A file says itself which it is.' }),
  textColumn: z.string().min(1).default('text').meta({ title: 'Text column', description: 'The column to learn the vocabulary from.', field: 'column', of: 'table', unless: 'path' }),
  vocabularySize: z.int().min(100).max(200_000).default(8_000).meta({ title: 'Vocabulary size', description: 'Most pieces of words to tell apart. 8,000 suits a few thousand texts, 30,000 a language.' }),
  lowercase: z.boolean().default(true).meta({ title: 'Lower-case', description: 'Treat "Money" and "money" alike, and drop accents. Only for WordPiece: what is to be written keeps its capitals.' }),
  minFrequency: z.int().min(1).max(1_000_000).default(2).meta({ title: 'Least frequency', description: 'A piece must be seen this often to enter the vocabulary.' }),
  path: z.string().min(1).optional().meta({ title: 'Tokenizer file', description: 'Load this tokenizer.json or vocab.txt and learn nothing; the table is then not needed.', field: 'file' }),
});

/** Learns a vocabulary of WordPiece or byte-level BPE from a column of texts, or loads one. */
export const tokenizer = defineNode({
  type: 'text.tokenizer',
  title: 'Tokenizer',
  category: 'Text',
  description: 'Learns which pieces of words the texts are made of (WordPiece as BERT, or byte-level BPE as GPT-2), or loads a tokenizer.json or vocab.txt.',
  inputs: { table: port.table({ optional: true, description: 'Texts to learn from; only training texts, so that the test stays honest.' }) },
  outputs: { tokenizer: port.tokenizer() },
  params,
  async run({ inputs: { table }, params: { path, ...params }, context }) {
    const made = await withUserErrors([TokenizerError], () => (path === undefined ? learn(table, params, context) : load(context.file(path), path, params.lowercase)));
    context.log('info', `The vocabulary holds ${made.vocabularySize} pieces.`);
    const file = context.scratch('tokenizer.json');
    await writeFile(file, JSON.stringify(made));
    return { tokenizer: { path: file, meta: { vocabularySize: made.vocabularySize, ...(made instanceof BertTokenizer ? { kind: 'wordpiece', lowercase: made.normalizer.lowercase } : { kind: 'byte-level-bpe' }) } } };
  },
});

type TokenizerParams = Omit<z.output<typeof params>, 'path'>;

async function learn(table: TableInput | undefined, { kind, textColumn, vocabularySize, minFrequency, lowercase }: TokenizerParams, context: NodeContext): Promise<BertTokenizer | BytePairTokenizer> {
  if (!table) throw new UserError(say`There is nothing to learn from: wire a table to the input, or name a tokenizer file.`);
  const read = await texts(table, textColumn, context);
  const options = {
    vocabularySize, minFrequency, signal: context.signal,
    onProgress: (progress: LearnProgress) => context.progress(progress.phase === 'reading'
      ? { fraction: 0.5 * Math.min(1, progress.texts / Math.max(1, table.rows)), message: `Read ${progress.texts} of ${table.rows} texts` }
      : { fraction: 0.5 + 0.5 * progress.tokens / progress.vocabularySize, message: `Found ${progress.tokens} of ${progress.vocabularySize} pieces` }),
  };
  return kind === 'wordpiece' ? await learnWordPiece(read, { ...options, lowercase }) : await learnBytePair(read, options);
}

async function load(path: string, name: string, lowercase: boolean): Promise<BertTokenizer | BytePairTokenizer> {
  const content = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UserError(say`The tokenizer file "${name}" cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
  return extname(name).toLowerCase() === '.json' ? loadTokenizer(content) : BertTokenizer.fromVocabulary(content, { lowercase });
}
