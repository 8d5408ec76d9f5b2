import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loadTextModel, type TextModel, type TextModelConfig } from '@millrace/nn';
import { say, UserError, type FileInput, type NodeContext } from '@millrace/sdk';
import { BertTokenizer } from '@millrace/tokenizers';
import type { LabelledDataset } from './training-data.ts';

/** The model to start from, for the task and the labels of the data: its last layer starts anew unless it is for these already. */
export async function startingPoint(folder: string, { targets: { task }, labelNames: labels }: LabelledDataset, { dropout, seed }: { readonly dropout?: number | undefined; readonly seed: number }, context: NodeContext): Promise<TextModel> {
  const stored = await loadTextModel(folder);
  const unnamed = stored.config.labels.every((label, index) => label === `LABEL_${index}`) && stored.config.labels.length === labels.length;
  const fits = stored.config.task === task && (unnamed || stored.config.labels.join('\n') === labels.join('\n'));
  const { config, parameters } = fits ? stored : await loadTextModel(folder, { newHead: { task, labels, seed } });
  if (!fits) context.log('info', `The model was for ${stored.config.labels.length} other labels; its last layer starts anew for: ${labels.join(', ')}.`);
  return { config: withDropout({ ...config, labels }, dropout), parameters };
}

function withDropout(config: TextModelConfig, dropout: number | undefined): TextModelConfig {
  if (dropout === undefined) return config;
  return config.architecture === 'bert' ? { ...config, hiddenDropout: dropout, attentionDropout: dropout, classifierDropout: dropout } : { ...config, dropout };
}

/** The tokenizer to keep with the model: the one wired, else that of the starting model. Throws a UserError unless it fits the vocabulary. */
export async function tokenizerFile(wired: FileInput<'tokenizer'> | undefined, model: string, vocabSize: number): Promise<string> {
  const path = wired?.path ?? join(model, 'tokenizer.json');
  if (!(await stat(path).catch(() => undefined))) throw new UserError(say`A model needs its tokenizer to answer: wire one to "tokenizer".`);
  const { vocabularySize } = BertTokenizer.fromJSON(await readFile(path, 'utf8'));
  if (vocabularySize > vocabSize) throw new UserError(say`The tokenizer knows ${vocabularySize} tokens, the model only ${vocabSize}: wire the same tokenizer to the node that makes the model.`);
  return path;
}
