import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inferenceModel } from '../inference/inference-graph.ts';
import { type BertConfig, bertConfigFile, parseBertConfig } from '../models/bert-config.ts';
import { classifierParameters, initialTensor } from '../models/classifier-parameters.ts';
import { ConfigError } from '../nn-error.ts';
import { Random } from '../random.ts';
import type { FloatTensor, NamedTensors } from '../tensor.ts';
import { checkTensors } from './check-tensors.ts';
import { SafetensorsFile } from './safetensors-file.ts';
import { safetensorsPlaces, writeSafetensors } from './write-safetensors.ts';
import { writeWhole } from './write-whole.ts';

/** A model as it is kept: what it is and what it has learnt. */
export interface SavedClassifier {
  readonly config: BertConfig;
  readonly parameters: NamedTensors;
}

/** How to read a folder. */
export interface LoadOptions {
  /** Starts a new classification head for these labels (fine-tuning on another task); what the file says of a head is left out. */
  readonly newHead?: { readonly labels: readonly string[]; readonly seed: number } | undefined;
}

/** The files of a model folder. */
export const folderFiles = { config: 'config.json', weights: 'model.safetensors', graph: 'model.onnx' } as const;

/**
 * Reads a folder as `save_pretrained` writes it (config.json and model.safetensors). Throws ConfigError naming the
 * field, or CheckpointError listing the tensors that are missing, superfluous or of another shape.
 */
export async function loadClassifier(folder: string, { newHead }: LoadOptions = {}): Promise<SavedClassifier> {
  const stored = await readConfig(folder);
  const config = newHead ? parseBertConfig(bertConfigFile({ ...stored, labels: newHead.labels })) : stored;
  const file = await SafetensorsFile.open(join(folder, folderFiles.weights));
  try {
    const expected = classifierParameters(config);
    const names = checkTensors(file.tensors, expected, { file: join(folder, folderFiles.weights), headIsNew: newHead !== undefined });
    const random = new Random(newHead?.seed ?? 0);
    const parameters = new Map<string, FloatTensor>();
    for (const [name, { shape, initial }] of expected) {
      const stored = names.get(name);
      parameters.set(name, stored === undefined ? initialTensor(shape, initial, random) : await file.readFloats(stored));
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
export async function saveClassifier(folder: string, { config, parameters }: SavedClassifier): Promise<void> {
  checkTensors(parameters, classifierParameters(config), { file: 'the model to be saved', headIsNew: false });
  await writeSafetensors(join(folder, folderFiles.weights), parameters);
  await writeWhole(join(folder, folderFiles.graph), [inferenceModel(config, safetensorsPlaces(parameters, folderFiles.weights))]);
  const json = `${JSON.stringify(bertConfigFile(config), null, 2)}\n`;
  await writeWhole(join(folder, folderFiles.config), [new TextEncoder().encode(json)]);
}

/** Reads and checks config.json of a model folder. */
export async function readConfig(folder: string): Promise<BertConfig> {
  const path = join(folder, folderFiles.config);
  try {
    return parseBertConfig(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new ConfigError(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
