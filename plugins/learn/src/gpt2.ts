import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gpt2Config, initialGpt2, loadLanguageModel, NnError, saveLanguageModel, type SavedLanguageModel } from '@millrace/nn';
import { defineNode, port, say, UserError, withUserErrors, type NodeContext } from '@millrace/sdk';
import { TokenizerError, type BytePairTokenizer } from '@millrace/tokenizers';
import { z } from 'zod';
import { gpt2Sizes } from './gpt2-sizes.ts';
import { readBytePairTokenizer } from './language-data.ts';
import { pretrainedFolder } from './pretrained-folder.ts';

const count = (title: string, maximum: number, description: string) => z.int().min(1).max(maximum).optional().meta({ title, description });

const params = z.object({
  size: z.enum(['tiny', 'mini', 'small', 'base']).default('tiny').meta({ title: 'Size', description: '"tiny" learns in minutes on two cores; "base" is the smallest GPT-2 of the paper, and wants a pre-trained start or a graphics card and much text.' }),
  hiddenSize: count('Hidden size', 4_096, 'Width of the model; from the size when empty.'),
  layers: count('Layers', 48, 'From the size when empty.'),
  heads: count('Attention heads', 64, 'The hidden size must be a multiple of it; from the size when empty.'),
  maxPositions: z.int().min(8).max(8_192).default(256).meta({ title: 'Longest text', description: 'How many tokens the model can look at, those that it writes included.' }),
  dropout: z.number().min(0).lt(1).default(0.1).meta({ title: 'Dropout', description: 'Share of values dropped while training, against learning by heart.' }),
  vocabularySize: z.int().min(8).max(1_000_000).default(50_257).meta({ title: 'Vocabulary size', description: 'Only used without a tokenizer.' }),
  seed: z.int().min(0).max(4_294_967_295).default(42).meta({ title: 'Seed', description: 'Another number starts from other weights.' }),
  configFile: z.string().min(1).optional().meta({ title: 'config.json', description: 'Of a GPT-2 folder written by save_pretrained; it replaces the sizes above.', field: 'file' }),
  weightsFile: z.string().min(1).optional().meta({ title: 'model.safetensors', description: 'Pre-trained weights of the same folder.', field: 'file' }),
});

/** A GPT-2 language model with its starting weights. */
export const gpt2 = defineNode({
  type: 'learn.gpt2',
  title: 'GPT-2',
  category: 'Learn',
  description: 'A GPT-2 model that writes texts: a new one of some size, or a pre-trained one from its files.',
  resources: { memoryMiB: 2_048 },
  inputs: { tokenizer: port.tokenizer({ optional: true, description: 'Byte-level BPE. It gives the size of the vocabulary, and goes with the model.' }) },
  outputs: { model: port.model({ description: 'Not trained yet, unless it came from files.' }) },
  params,
  async run({ inputs: { tokenizer }, params, context }) {
    return await withUserErrors([NnError, TokenizerError], async () => {
      const read = tokenizer && await readBytePairTokenizer(tokenizer.path);
      const model = await start(params, read, context);
      const { config, parameters } = model;
      if (read && read.vocabularySize > config.vocabSize) throw new UserError(say`The tokenizer knows ${read.vocabularySize} tokens, the model only ${config.vocabSize}: they do not belong together. Load the tokenizer of the same folder.`);
      const folder = context.scratch('model');
      await mkdir(folder);
      await saveLanguageModel(folder, model);
      if (tokenizer) await cp(tokenizer.path, join(folder, 'tokenizer.json'));
      let size = 0;
      for (const { data } of parameters.values()) size += data.length;
      context.log('info', `${config.hiddenLayers} layers of width ${config.hiddenSize}, ${config.attentionHeads} heads, ${config.vocabSize} tokens: ${size.toLocaleString('en')} parameters.`);
      return { model: { path: folder, meta: { architecture: 'GPT-2', parameters: size } } };
    });
  },
});

type Gpt2Params = z.output<typeof params>;

async function start(params: Gpt2Params, tokenizer: BytePairTokenizer | undefined, context: NodeContext): Promise<SavedLanguageModel> {
  const { configFile, weightsFile, seed } = params;
  if (configFile !== undefined && weightsFile !== undefined) return await loadLanguageModel(await pretrainedFolder({ configFile, weightsFile }, context));
  if (weightsFile !== undefined) throw new UserError(say`Pre-trained weights need the config.json of the same folder.`);
  if (configFile !== undefined) throw new UserError(say`config.json alone says only the size; add the model.safetensors of the same folder, or leave both empty and choose a size.`);
  const preset = gpt2Sizes[params.size];
  const config = gpt2Config({
    vocabSize: tokenizer?.vocabularySize ?? params.vocabularySize,
    hiddenSize: params.hiddenSize ?? preset.hiddenSize,
    hiddenLayers: params.layers ?? preset.hiddenLayers,
    attentionHeads: params.heads ?? preset.attentionHeads,
    maxPositions: params.maxPositions,
    dropout: params.dropout,
    beginTokenId: tokenizer?.endOfTextId,
    endTokenId: tokenizer?.endOfTextId,
  });
  return { config, parameters: initialGpt2(config, seed) };
}
