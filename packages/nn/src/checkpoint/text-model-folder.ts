import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inferenceModel } from '../inference/inference-graph.ts';
import { initialParameter } from '../models/initial-parameters.ts';
import { parseTextModelConfig, type TextModelConfig, textModelConfigFile, textModelParameters } from '../models/text-model.ts';
import { ConfigError } from '../nn-error.ts';
import type { FloatTensor, NamedTensors } from '../tensor.ts';
import type { Task } from '../training/targets.ts';
import { checkTensors } from './check-tensors.ts';
import { openWeights } from './folder-weights.ts';
import { safetensorsPlaces, writeSafetensors } from './write-safetensors.ts';
import { writeWhole } from './write-whole.ts';

/** A model as it is kept: what it is and what it has learnt. */
export interface TextModel {
  readonly config: TextModelConfig;
  readonly parameters: NamedTensors;
}

/** How to read a folder. */
export interface LoadOptions {
  /** Starts a new last layer for these labels (fine-tuning on another task); what the file says of one is left out. */
  readonly newHead?: { readonly task?: Task; readonly labels: readonly string[]; readonly seed: number } | undefined;
}

/** The files of a model folder. */
export const folderFiles = { config: 'config.json', weights: 'model.safetensors', graph: 'model.onnx' } as const;

/**
 * Reads a folder as `save_pretrained` writes it (config.json and model.safetensors). Throws ConfigError naming the
 * field, or CheckpointError listing the tensors that are missing, superfluous or of another shape.
 */
export async function loadTextModel(folder: string, { newHead }: LoadOptions = {}): Promise<TextModel> {
  const stored = await readTextModelConfig(folder);
  const config = newHead ? withHead(stored, newHead) : stored;
  const file = await openWeights(folder);
  try {
    const expected = textModelParameters(config);
    const names = checkTensors(file.tensors, expected, { file: file.path, headIsNew: newHead !== undefined });
    const parameters = new Map<string, FloatTensor>();
    for (const [name, parameter] of expected) {
      const stored = names.get(name);
      parameters.set(name, stored === undefined ? initialParameter(name, parameter, newHead?.seed ?? 0) : await file.readFloats(stored));
    }
    return { config, parameters };
  } finally {
    await file.close();
  }
}

/**
 * Writes config.json and model.safetensors as `save_pretrained` does, and model.onnx: a graph without weights that
 * reads them from model.safetensors beside it.
 */
export async function saveTextModel(folder: string, { config, parameters }: TextModel): Promise<void> {
  checkTensors(parameters, textModelParameters(config), { file: 'the model to be saved', headIsNew: false });
  await writeSafetensors(join(folder, folderFiles.weights), parameters);
  await writeWhole(join(folder, folderFiles.graph), [inferenceModel(config, safetensorsPlaces(parameters, folderFiles.weights))]);
  const json = `${JSON.stringify(textModelConfigFile(config), null, 2)}\n`;
  await writeWhole(join(folder, folderFiles.config), [new TextEncoder().encode(json)]);
}

function withHead(stored: TextModelConfig, { task = stored.task, labels }: { readonly task?: Task; readonly labels: readonly string[] }): TextModelConfig {
  return parseTextModelConfig(textModelConfigFile({ ...stored, task, labels }));
}

/** Reads and checks config.json of a model folder. */
export async function readTextModelConfig(folder: string): Promise<TextModelConfig> {
  const path = join(folder, folderFiles.config);
  try {
    const content: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (isOfType(content, 'millrace-table')) throw new ConfigError('This model was made by "Train on a table": it answers rows of a table, not texts. "Predict a table" lets it answer; it cannot be served yet.');
    if (isOfType(content, 'gpt2')) throw new ConfigError('This model is a GPT-2: it writes texts, and does not sort them. "Write text" lets it write; it cannot be served yet.');
    refuseTensorflowJs(content);
    return parseTextModelConfig(content);
  } catch (cause) {
    throw new ConfigError(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Whether a config.json says that it is of a model of this kind. */
export function isOfType(content: unknown, type: string): boolean {
  return typeof content === 'object' && content !== null && 'model_type' in content && content.model_type === type;
}

/** Throws a ConfigError that says what to do with it, when a config.json is that of a network of TensorFlow.js. */
export function refuseTensorflowJs(content: unknown): void {
  if (isOfType(content, 'tensorflowjs')) throw new ConfigError('This model is a TensorFlow.js network: it answers rows of a table. "Predict with TensorFlow.js" lets it answer; it cannot be served yet.');
}
