import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loadTextModel, type TextModel } from '@millrace/nn';
import { UserError, type FileInput, type NodeContext } from '@millrace/sdk';
import { BertTokenizer } from '@millrace/tokenizers';

/** The model to start from, with the labels of the data: its last layer starts anew unless it is for these labels already. */
export async function startingPoint(folder: string, labels: readonly string[], { dropout, seed }: { readonly dropout?: number | undefined; readonly seed: number }, context: NodeContext): Promise<TextModel> {
  const stored = await loadTextModel(folder);
  const unnamed = stored.config.labels.every((label, index) => label === `LABEL_${index}`) && stored.config.labels.length === labels.length;
  const same = stored.config.labels.join('\n') === labels.join('\n');
  const { config, parameters } = same || unnamed ? stored : await loadTextModel(folder, { newHead: { labels, seed } });
  if (!same && !unnamed) context.log('info', `The model was for ${stored.config.labels.length} other labels; its last layer starts anew for: ${labels.join(', ')}.`);
  const dropouts = dropout === undefined ? {} : { hiddenDropout: dropout, attentionDropout: dropout, classifierDropout: dropout };
  return { config: { ...config, labels, ...dropouts }, parameters };
}

/** The tokenizer to keep with the model: the one wired, else that of the starting model. Throws a UserError unless it fits the vocabulary. */
export async function tokenizerFile(wired: FileInput<'tokenizer'> | undefined, model: string, vocabSize: number): Promise<string> {
  const path = wired?.path ?? join(model, 'tokenizer.json');
  if (!(await stat(path).catch(() => undefined))) throw new UserError('A model needs its tokenizer to answer: wire one to "tokenizer".');
  const { vocabularySize } = BertTokenizer.fromJSON(await readFile(path, 'utf8'));
  if (vocabularySize > vocabSize) throw new UserError(`The tokenizer knows ${vocabularySize} tokens, the model only ${vocabSize}: wire the same tokenizer to "BERT classifier".`);
  return path;
}
