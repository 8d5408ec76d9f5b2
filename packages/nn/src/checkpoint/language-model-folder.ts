import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generationModel } from '../inference/generation-graph.ts';
import { type Gpt2Config, gpt2ConfigFile, parseGpt2Config } from '../models/gpt2-config.ts';
import { gpt2Parameters } from '../models/gpt2-parameters.ts';
import { ConfigError } from '../nn-error.ts';
import type { FloatTensor, NamedTensors } from '../tensor.ts';
import { checkTensors } from './check-tensors.ts';
import { type FolderWeights, openWeights } from './folder-weights.ts';
import { folderFiles, isOfType, refuseTensorflowJs } from './text-model-folder.ts';
import { safetensorsPlaces, writeSafetensors } from './write-safetensors.ts';
import { writeWhole } from './write-whole.ts';

/** A language model as it is kept: what it is and what it has learnt. */
export interface SavedLanguageModel {
  readonly config: Gpt2Config;
  readonly parameters: NamedTensors;
}

/**
 * Reads a folder as `GPT2LMHeadModel.save_pretrained` writes it (config.json and model.safetensors), or one with the tensors of
 * the bare `GPT2Model`. Throws ConfigError naming the field, or CheckpointError listing the tensors that do not fit.
 */
export async function loadLanguageModel(folder: string): Promise<SavedLanguageModel> {
  const config = await readLanguageModelConfig(folder);
  const file = await openWeights(folder);
  try {
    const parameters = new Map<string, FloatTensor>();
    for (const [name, stored] of storedNames(file, config)) parameters.set(name, await file.readFloats(stored));
    return { config, parameters };
  } finally {
    await file.close();
  }
}

/**
 * Writes config.json and model.safetensors as `save_pretrained` does, and model.onnx: the graph that generates, without
 * weights; it reads them from model.safetensors beside it.
 */
export async function saveLanguageModel(folder: string, { config, parameters }: SavedLanguageModel): Promise<void> {
  checkTensors(parameters, gpt2Parameters(config), { file: 'the model to be saved', headIsNew: false });
  await writeSafetensors(join(folder, folderFiles.weights), parameters);
  await writeWhole(join(folder, folderFiles.graph), [generationModel(config, safetensorsPlaces(parameters, folderFiles.weights))]);
  const json = `${JSON.stringify(gpt2ConfigFile(config), null, 2)}\n`;
  await writeWhole(join(folder, folderFiles.config), [new TextEncoder().encode(json)]);
}

/** Reads and checks config.json of a folder. */
export async function readLanguageModelConfig(folder: string): Promise<Gpt2Config> {
  const path = join(folder, folderFiles.config);
  try {
    const content: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (isOfType(content, 'bert')) throw new ConfigError('This model is a BERT: it reads texts, and cannot write them. Build or load a "GPT-2".');
    refuseTensorflowJs(content);
    return parseGpt2Config(content);
  } catch (cause) {
    throw new ConfigError(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** The name under which the file holds each parameter, in the order of the parameters. */
export function storedNames(file: Pick<FolderWeights, 'path' | 'tensors'>, config: Gpt2Config): Map<string, string> {
  const stored = new Map([...file.tensors.keys()].filter((name) => !isIgnored(name)).map((name) => [name.startsWith('transformer.') ? name : `transformer.${name}`, name]));
  const shapes = new Map([...stored].map(([name, own]) => [name, file.tensors.get(own)!]));
  const names = checkTensors(shapes, gpt2Parameters(config), { file: file.path, headIsNew: false });
  return new Map([...names].map(([name, found]) => [name, stored.get(found)!]));
}

/** The masks that older versions of Transformers stored, and the output layer, which is the table of word embeddings. */
function isIgnored(name: string): boolean {
  return /(^|\.)h\.\d+\.attn\.(masked_)?bias$/.test(name) || name === 'lm_head.weight';
}
