import { mkdir, readFile } from 'node:fs/promises';
import { bertConfig, initialTextModel, loadTextModel, NnError, saveTextModel, type BertConfig, type TextModel } from '@millrace/nn';
import { defineNode, port, say, UserError, withUserErrors, type FileInput, type NodeContext } from '@millrace/sdk';
import { BertTokenizer, TokenizerError } from '@millrace/tokenizers';
import { z } from 'zod';
import { bertSizes } from './bert-sizes.ts';
import { keepTokenizer } from './keep-tokenizer.ts';
import { pretrainedFolder } from './pretrained-folder.ts';

const count = (title: string, maximum: number, description: string) => z.int().min(1).max(maximum).optional().meta({ title, description });

const params = z.object({
  size: z.enum(['tiny', 'mini', 'small', 'medium', 'base']).default('tiny').meta({ title: 'Size', description: '"tiny" trains in a minute on two cores; "base" is the BERT of the paper, and wants a pre-trained start or much data.' }),
  hiddenSize: count('Hidden size', 4_096, 'Width of the model; from the size when empty.'),
  layers: count('Layers', 48, 'From the size when empty.'),
  heads: count('Attention heads', 64, 'The hidden size must be a multiple of it; from the size when empty.'),
  intermediateSize: count('Intermediate size', 16_384, 'Width of the feed-forward layers; four times the hidden size when empty.'),
  maxPositions: z.int().min(8).max(8_192).default(512).meta({ title: 'Longest text', description: 'Most tokens of a text that the model can take.' }),
  dropout: z.number().min(0).lt(1).default(0.1).meta({ title: 'Dropout', description: 'Share of values dropped while training, against learning by heart.' }),
  vocabularySize: z.int().min(8).max(1_000_000).default(30_522).meta({ title: 'Vocabulary size', description: 'Only used without a tokenizer.' }),
  labels: z.int().min(2).max(10_000).default(2).meta({ title: 'Labels', description: 'Training follows the labels of the data, so this may be left.' }),
  seed: z.int().min(0).max(4_294_967_295).default(42).meta({ title: 'Seed', description: 'Another number starts from other weights.' }),
  configFile: z.string().min(1).optional().meta({ title: 'config.json', description: 'Of a folder written by save_pretrained; it replaces the sizes above.', field: 'file' }),
  weightsFile: z.string().min(1).optional().meta({ title: 'model.safetensors', description: 'Pre-trained weights of the same folder.', field: 'file' }),
  newHead: z.boolean().default(true).meta({ title: 'New classification layer', description: 'With pre-trained weights: start the last layer anew, for your own labels. Off: keep the one in the file.' }),
});

/** A BERT sequence classifier with its starting weights. */
export const bert = defineNode({
  type: 'learn.bert',
  title: 'BERT classifier',
  category: 'Learn',
  description: 'A BERT model that sorts texts into classes: a new one of some size, or a pre-trained one from its files.',
  resources: { memoryMiB: 2_048 },
  inputs: { tokenizer: port.tokenizer({ optional: true, description: 'Gives the size of the vocabulary, and goes with the model.' }) },
  outputs: { model: port.model({ description: 'Not trained yet.' }) },
  params,
  async run({ inputs: { tokenizer }, params, context }) {
    const read = tokenizer && await withUserErrors([TokenizerError], async () => BertTokenizer.fromJSON(await readFile(tokenizer.path, 'utf8')));
    const classifier = await withUserErrors([NnError], () => start(params, read, context));
    const { config, parameters } = classifier;
    if (config.architecture !== 'bert') throw new UserError(say`The config.json is that of a text CNN, not of a BERT model.`);
    if (read && read.vocabularySize > config.vocabSize) throw new UserError(say`The tokenizer knows ${read.vocabularySize} tokens, the model only ${config.vocabSize}: they do not belong together. Load the tokenizer of the same folder.`);
    const folder = await writeModel(classifier, tokenizer, context);
    let size = 0;
    for (const { data } of parameters.values()) size += data.length;
    context.log('info', `${config.hiddenLayers} layers of width ${config.hiddenSize}, ${config.attentionHeads} heads, ${config.vocabSize} tokens: ${size.toLocaleString('en')} parameters.`);
    return { model: { path: folder, meta: { architecture: 'BERT', parameters: size, labels: [...config.labels] } } };
  },
});

type BertParams = z.output<typeof params>;

async function start(params: BertParams, tokenizer: BertTokenizer | undefined, context: NodeContext): Promise<TextModel> {
  const { configFile, weightsFile, seed } = params;
  if (weightsFile !== undefined && configFile === undefined) throw new UserError(say`Pre-trained weights need the config.json of the same folder.`);
  if (configFile === undefined) {
    const config = chosenConfig(params, tokenizer);
    return { config, parameters: initialTextModel(config, seed) };
  }
  const labels = Array.from({ length: params.labels }, (_, index) => `LABEL_${index}`);
  if (weightsFile === undefined) throw new UserError(say`config.json alone says only the size; add the model.safetensors of the same folder, or leave both empty and choose a size.`);
  const folder = await pretrainedFolder({ configFile, weightsFile }, context);
  return await loadTextModel(folder, params.newHead ? { newHead: { labels, seed } } : {});
}

function chosenConfig(params: BertParams, tokenizer: BertTokenizer | undefined): BertConfig {
  const preset = bertSizes[params.size];
  return bertConfig({
    vocabSize: tokenizer?.vocabularySize ?? params.vocabularySize,
    labels: Array.from({ length: params.labels }, (_, index) => `LABEL_${index}`),
    hiddenSize: params.hiddenSize ?? preset.hiddenSize,
    hiddenLayers: params.layers ?? preset.hiddenLayers,
    attentionHeads: params.heads ?? preset.attentionHeads,
    ...(params.intermediateSize === undefined ? {} : { intermediateSize: params.intermediateSize }),
    hiddenDropout: params.dropout,
    maxPositions: params.maxPositions,
    padTokenId: tokenizer?.padId ?? 0,
  });
}

async function writeModel(classifier: TextModel, tokenizer: FileInput<'tokenizer'> | undefined, context: NodeContext): Promise<string> {
  const folder = context.scratch('model');
  await mkdir(folder);
  await saveTextModel(folder, classifier);
  if (tokenizer) await keepTokenizer(tokenizer.path, folder, classifier.config.maxPositions);
  return folder;
}
