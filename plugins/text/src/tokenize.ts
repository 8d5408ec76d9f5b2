import { readFile } from 'node:fs/promises';
import { defineNode, port, say, UserError, withUserErrors, type NodeContext } from '@millrace/sdk';
import { NnError, readTokenDataset, writeTokenDataset, type TokenDataset } from '@millrace/nn';
import { loadTokenizer, TokenizerError } from '@millrace/tokenizers';
import { z } from 'zod';
import { encodeTexts } from './encode-texts.ts';
import { labelKinds, type LabelKind } from './label-source.ts';
import { targetsOf, taskOf } from './targets.ts';
import { sampleColumns, writeSamples } from './text-samples.ts';
import { cells, textOf } from './texts.ts';

/** Turns a column of texts into the token ids that a model reads. */
export const tokenize = defineNode({
  type: 'text.tokenize',
  title: 'Tokenize',
  category: 'Text',
  description: 'Turns texts into the token ids that a model reads, with the number of their label beside them.',
  inputs: {
    table: port.table(),
    tokenizer: port.tokenizer(),
    labels: port.dataset({ optional: true, title: 'Labels from', description: 'For test rows: the tokenized training rows, whose labels are then used in the same order.' }),
  },
  outputs: { dataset: port.dataset(), samples: port.table({ description: 'The first hundred texts with the tokens they became, to be looked at.' }) },
  params: z.object({
    textColumn: z.string().min(1).default('text').meta({ title: 'Text column', field: 'column', of: 'table' }),
    pairColumn: z.string().min(1).optional().meta({ title: 'Second text column', description: 'For tasks on pairs, such as a question and an answer.', field: 'column', of: 'table' }),
    labelColumn: z.string().default('label').meta({ title: 'Label column', description: 'The column to predict. Empty: the texts have no labels.', field: 'column', of: 'table' }),
    labels: z.enum(labelKinds).default('one-label').meta({ title: 'What it holds', description: '"one-label": each text has one of several labels. "several-labels": any number of them. "number": a number to predict. "label-per-word": as many labels as words, with spaces between.' }),
    labelSeparator: z.string().min(1).max(8).default(',').meta({ title: 'Between labels', description: 'What stands between the labels of a text. Only for "several-labels".' }),
    maxLength: z.int().min(8).max(8_192).default(128).meta({ title: 'Most tokens', description: 'Longer texts are cut. Twice as many take more than twice the time; BERT takes at most 512.' }),
    truncation: z.enum(['longest_first', 'only_first', 'only_second', 'none']).default('longest_first').meta({ title: 'Truncation', description: 'Which text of a pair gives way. "none": a text that is too long is an error.' }),
    padding: z.enum(['none', 'longest', 'max']).default('none').meta({ title: 'Padding', description: '"none" stores texts as long as they are, and training pads each batch as little as it can; "longest" and "max" store all of one length.' }),
  }),
  columns: () => ({ samples: sampleColumns }),
  async run({ inputs: { table, tokenizer, labels }, params, context }) {
    const { textColumn, pairColumn, labelColumn, labels: kind, labelSeparator: separator, maxLength } = params;
    const read = await withUserErrors([TokenizerError], async () => loadTokenizer(await readFile(tokenizer.path, 'utf8')));
    const names = [textColumn, ...(pairColumn === undefined ? [] : [pairColumn]), ...(labelColumn === '' ? [] : [labelColumn])];
    const columns = await cells(table, names, context);
    const texts = columns[0]?.map(textOf) ?? [];
    reportEmpty(texts, textColumn, context);
    const withOffsets = labelColumn !== '' && kind === 'label-per-word';
    const pairs = pairColumn === undefined ? undefined : columns[1]?.map(textOf);
    const encoded = await withUserErrors([TokenizerError], () => encodeTexts(read, texts, pairs, { ...params, withOffsets }, context));
    const label = labelColumn === '' ? undefined : targetsOf({
      values: columns.at(-1) ?? [], column: labelColumn, kind, separator, known: labels && await knownLabels(labels.path, kind), texts, offsets: encoded.offsets,
    });
    const { inputIds, tokenTypeIds } = encoded;
    const dataset: TokenDataset = { inputIds, ...(tokenTypeIds && { tokenTypeIds }), ...label, maxLength, padTokenId: read.padId };
    reportLengths(encoded.inputIds, encoded.truncated, context);
    const path = context.scratch('dataset.safetensors');
    await writeTokenDataset(path, dataset, params.padding);
    return {
      dataset: { path, meta: { rows: texts.length, maxLength, ...(label ? { labels: label.labelNames } : {}) } },
      samples: await writeSamples(read, texts, pairs, inputIds, context),
    };
  },
});

/** The labels of the training rows, in their order. */
async function knownLabels(reference: string, kind: LabelKind): Promise<readonly string[]> {
  const { labelNames, targets } = await withUserErrors([NnError], () => readTokenDataset(reference));
  if (!labelNames || !targets) throw new UserError(say`The dataset at "Labels from" has no labels; wire the tokenized training rows there.`);
  if (targets.task !== taskOf[kind]) throw new UserError(say`The dataset at "Labels from" was made with another choice of "What it holds" than "${kind}"; choose the same for both.`);
  return labelNames;
}

function reportEmpty(texts: readonly string[], column: string, context: NodeContext): void {
  const empty = texts.filter((text) => text.trim() === '').length;
  if (texts.length === 0) throw new UserError(say`The table has no rows to tokenize.`);
  if (empty === texts.length) throw new UserError(say`Column "${column}" holds no text in any of its ${texts.length} rows. Is it the right column, and does a step in "Clean" remove too much?`);
  if (empty > 0) context.log('warn', `${empty} of ${texts.length} rows have no text in "${column}". They are kept, as empty texts; drop them with a "Drop missing" step in "Clean".`);
}

function reportLengths(inputIds: readonly Int32Array[], truncated: number, context: NodeContext): void {
  const total = inputIds.reduce((sum, ids) => sum + ids.length, 0);
  context.log('info', `${inputIds.length} texts, ${total} tokens, ${(total / inputIds.length).toFixed(1)} a text${truncated > 0 ? `; ${truncated} texts were cut` : ''}.`);
}
