import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { initialTextModel, NnError, saveTextModel, textCnnConfig } from '@millrace/nn';
import { defineNode, port, withUserErrors } from '@millrace/sdk';
import { BertTokenizer, TokenizerError } from '@millrace/tokenizers';
import { z } from 'zod';
import { architectureNames } from './model-card.ts';

/** A small convolutional network over tokens with its starting weights: the cheap choice. */
export const textCnn = defineNode({
  type: 'learn.text-cnn',
  title: 'Text CNN',
  category: 'Learn',
  description: 'A small network that sorts texts by the phrases in them. It trains in seconds, and is often nearly as good as a transformer that starts from nothing.',
  inputs: { tokenizer: port.tokenizer({ description: 'Gives the size of the vocabulary, and goes with the model.' }) },
  outputs: { model: port.model({ description: 'Not trained yet.' }) },
  params: z.object({
    embeddingSize: z.int().min(1).max(4_096).default(128).meta({ title: 'Embedding size', description: 'Numbers that stand for each token.' }),
    filters: z.int().min(1).max(4_096).default(100).meta({ title: 'Filters', description: 'Phrases to look for, of each length.' }),
    widths: z.array(z.int().min(1).max(31)).min(1).max(8).default([1, 3, 5]).meta({ title: 'Lengths of phrases', description: 'In tokens; odd numbers.' }),
    dropout: z.number().min(0).lt(1).default(0.5).meta({ title: 'Dropout', description: 'Share of values dropped while training, against learning by heart.' }),
    maxPositions: z.int().min(8).max(65_536).default(512).meta({ title: 'Longest text', description: 'Most tokens of a text that the model takes.' }),
    seed: z.int().min(0).max(4_294_967_295).default(42).meta({ title: 'Seed', description: 'Another number starts from other weights.' }),
  }),
  async run({ inputs: { tokenizer }, params: { seed, ...size }, context }) {
    const read = await withUserErrors([TokenizerError], async () => BertTokenizer.fromJSON(await readFile(tokenizer.path, 'utf8')));
    return await withUserErrors([NnError], async () => {
      const config = textCnnConfig({ ...size, vocabSize: read.vocabularySize, padTokenId: read.padId, labels: ['LABEL_0', 'LABEL_1'] });
      const folder = context.scratch('model');
      await mkdir(folder);
      await saveTextModel(folder, { config, parameters: initialTextModel(config, seed) });
      await cp(tokenizer.path, join(folder, 'tokenizer.json'));
      return { model: { path: folder, meta: { architecture: architectureNames[config.architecture], labels: [...config.labels] } } };
    });
  },
});
