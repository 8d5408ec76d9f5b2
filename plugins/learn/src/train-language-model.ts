import { cp, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { languageObjective, loadLanguageModel, NnError, saveLanguageModel, train, type Score, type TrainingOptions, type TrainingResult } from '@millrace/nn';
import { defineNode, port, say, UserError, withUserErrors, type FileInput, type Metrics, type TableInput } from '@millrace/sdk';
import { TokenizerError } from '@millrace/tokenizers';
import { z } from 'zod';
import { languageExamples, readBytePairTokenizer, tokensOf, type TextSource } from './language-data.ts';
import { optimizerParams, optimizerSettings } from './optimizer-params.ts';
import { trainingCheckpoints } from './training-checkpoints.ts';
import { TrainingCurves } from './training-curves.ts';
import { deviceParams, trainingDevice } from './training-device.ts';
import { trainingReports } from './training-reports.ts';

const params = z.object({
  textColumn: z.string().min(1).default('text').meta({ title: 'Text column', description: 'The column of the tables to learn from.', field: 'column', of: 'table' }),
  layout: z.enum(['blocks', 'texts']).default('blocks').meta({ title: 'Put texts together as', description: '"blocks": all texts one after another, cut into blocks; nothing is wasted or left out. "texts": each by itself, cut at the block length; for short texts that have nothing to do with each other.' }),
  blockLength: z.int().min(2).max(8_192).default(128).meta({ title: 'Block length', description: 'How many tokens are looked at together; at most the longest text of the model.' }),
  ...optimizerParams,
  dropout: z.number().min(0).lt(1).optional().meta({ advanced: true, title: 'Dropout', description: 'That of the model when empty.' }),
  ...deviceParams,
});

/** Trains a language model on texts. */
export const trainLanguageModel = defineNode({
  type: 'learn.train-language-model',
  title: 'Train language model',
  category: 'Learn',
  description: 'Trains GPT-2 to continue texts, and shows loss, accuracy of the next token, speed and the time left while it does. Perplexity, in the metrics, is between how many tokens it hesitates.',
  resources: { cpu: 'all', memoryMiB: 3_072 },
  inputs: {
    model: port.model({ description: 'Where to start.' }),
    table: port.table({ optional: true, title: 'Training texts' }),
    validationTable: port.table({ optional: true, title: 'Validation texts', description: 'Scored after each epoch, never learnt from.' }),
    dataset: port.dataset({ optional: true, title: 'Tokenized training texts', description: 'Instead of a table.' }),
    validationDataset: port.dataset({ optional: true, title: 'Tokenized validation texts' }),
    tokenizer: port.tokenizer({ optional: true, description: 'Kept with the model, which needs it to write; that of the starting model when left out.' }),
  },
  outputs: {
    model: port.model(),
    metrics: port.metrics(),
    loss: port.chart({ title: 'Loss curve' }),
    perplexity: port.chart({ title: 'Perplexity curve' }),
    accuracy: port.chart({ title: 'Accuracy curve' }),
  },
  params,
  async run({ inputs, params, context }) {
    return await withUserErrors([NnError, TokenizerError], async () => {
      const source = sourceOf(inputs.table, inputs.dataset, params.textColumn);
      if (!source) throw new UserError(say`There is nothing to learn from: wire a table to "Training texts", or tokenized texts.`);
      const validationSource = sourceOf(inputs.validationTable, inputs.validationDataset, params.textColumn);
      const { config, parameters } = await startingModel(inputs.model.path, params.dropout);
      if (params.blockLength > config.maxPositions) throw new UserError(say`Blocks of ${params.blockLength} tokens are longer than the ${config.maxPositions} that the model can look at. Choose a shorter block length, or a longer "Longest text" in "GPT-2".`);
      const tokenizerPath = await tokenizerFile(inputs.tokenizer, inputs.model.path);
      const tokenizer = await readBytePairTokenizer(tokenizerPath);
      if (tokenizer.vocabularySize > config.vocabSize) throw new UserError(say`The tokenizer knows ${tokenizer.vocabularySize} tokens, the model only ${config.vocabSize}: wire the same tokenizer to "GPT-2".`);

      const texts = await tokensOf(source, tokenizer, context);
      const examples = languageExamples(texts, config, params);
      if (examples.length === 0) throw new UserError(say`The training texts are all empty. Is it the right text column?`);
      const held = validationSource && languageExamples(await tokensOf(validationSource, tokenizer, context), config, params);
      const tokens = texts.reduce((sum, ids) => sum + ids.length, 0);
      context.log('info', `${texts.length} texts, ${tokens.toLocaleString('en')} tokens, ${examples.length} ${params.layout === 'blocks' ? 'blocks' : 'texts'} to learn from.`);

      const device = await trainingDevice(params, context);
      const curves = new TrainingCurves();
      const result = await train({
        objective: languageObjective({ config, inputIds: examples }), parameters,
        ...(held && { evaluation: languageObjective({ config, inputIds: held }) }),
        ...optimizerSettings(params), threads: context.threads, signal: context.signal, checkpoints: trainingCheckpoints(context), ...device, ...withPerplexity(trainingReports(curves, context)),
      });
      const metrics = finalMetrics(result);
      const folder = context.scratch('model');
      await mkdir(folder);
      await saveLanguageModel(folder, { config, parameters: result.parameters });
      await cp(tokenizerPath, join(folder, 'tokenizer.json'));
      const card = {
        task: 'text-generation', architecture: 'GPT-2', maxLength: config.maxPositions, training: params,
        data: { texts: texts.length, tokens, examples: examples.length, ...(held && { validationExamples: held.length }) }, metrics: metrics.values,
      };
      await writeFile(join(folder, 'card.json'), `${JSON.stringify(card, null, 2)}\n`);
      return { model: { path: folder, meta: { architecture: 'GPT-2', maxLength: config.maxPositions } }, metrics, loss: curves.chart('loss'), perplexity: curves.chart('perplexity'), accuracy: curves.chart('accuracy') };
    });
  },
});

function sourceOf(table: TableInput | undefined, dataset: FileInput<'dataset'> | undefined, column: string): TextSource | undefined {
  if (table && dataset) throw new UserError(say`Texts come from a table or are tokenized already, not both: take one wire off.`);
  return table ? { table, column } : dataset && { dataset };
}

async function startingModel(folder: string, dropout: number | undefined) {
  const { config, parameters } = await loadLanguageModel(folder);
  const dropouts = dropout === undefined ? {} : { embeddingDropout: dropout, attentionDropout: dropout, residualDropout: dropout };
  return { config: { ...config, ...dropouts }, parameters };
}

/** The tokenizer to keep with the model: the one wired, else that of the starting model. */
async function tokenizerFile(wired: FileInput<'tokenizer'> | undefined, model: string): Promise<string> {
  const path = wired?.path ?? join(model, 'tokenizer.json');
  if (!(await stat(path).catch(() => undefined))) throw new UserError(say`A model needs its tokenizer to read and to write: wire one to "tokenizer".`);
  return path;
}

/** Figures of the epoch that is kept. Speed is left out: the same run must give the same figures. */
function finalMetrics({ epochs, epoch }: TrainingResult): Metrics {
  const kept = epochs.find((each) => each.epoch === epoch);
  if (!kept) throw new RangeError('Training ended without an epoch.');
  const named = (score: Score, prefix: string) => Object.entries(perplexed(score)).map(([name, value]) => [prefix + name, value]);
  return { values: Object.fromEntries([...named(kept.train, ''), ...(kept.evaluation ? named(kept.evaluation, 'validation_') : [])]) };
}

/** Reports whose scores hold the perplexity too. */
function withPerplexity({ onStep, onEpoch, ...rest }: Pick<TrainingOptions, 'onStart' | 'onStep' | 'onEpoch'>): Pick<TrainingOptions, 'onStart' | 'onStep' | 'onEpoch'> {
  return {
    ...rest,
    onStep: (progress) => onStep?.({ ...progress, score: perplexed(progress.score) }),
    onEpoch: (result) => onEpoch?.({ ...result, train: perplexed(result.train), ...(result.evaluation && { evaluation: perplexed(result.evaluation) }) }),
  };
}

function perplexed(score: Score): Score {
  return { ...score, perplexity: Math.exp(score.loss) };
}
