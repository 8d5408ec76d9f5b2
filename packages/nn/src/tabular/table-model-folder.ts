import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkTensors } from '../checkpoint/check-tensors.ts';
import { SafetensorsFile } from '../checkpoint/safetensors-file.ts';
import { folderFiles, refuseTensorflowJs } from '../checkpoint/text-model-folder.ts';
import { safetensorsPlaces, writeSafetensors } from '../checkpoint/write-safetensors.ts';
import { writeWhole } from '../checkpoint/write-whole.ts';
import { tabularParameters } from '../models/tabular-network.ts';
import { ConfigError } from '../nn-error.ts';
import type { FloatTensor } from '../tensor.ts';
import { FeatureEncoder } from './feature-encoder.ts';
import { networkFor, parseTableConfig, tableConfigFile, tableInferenceModel, type TableModel } from './table-model.ts';

const encoderFile = 'encoder.json';

/** Writes config.json, encoder.json, model.safetensors, and model.onnx: a graph that reads its weights from model.safetensors. */
export async function saveTableModel(folder: string, model: TableModel): Promise<void> {
  const { parameters, encoder } = model;
  checkTensors(parameters, tabularParameters(networkFor(model)), { file: 'the model to be saved', headIsNew: false });
  await writeSafetensors(join(folder, folderFiles.weights), parameters);
  await writeWhole(join(folder, folderFiles.graph), [tableInferenceModel(model, safetensorsPlaces(parameters, folderFiles.weights))]);
  await writeWhole(join(folder, encoderFile), [json(encoder)]);
  await writeWhole(join(folder, folderFiles.config), [json(tableConfigFile(model))]);
}

/** Reads such a folder. Throws ConfigError naming the field, or CheckpointError listing the tensors that do not fit. */
export async function loadTableModel(folder: string): Promise<TableModel> {
  const configuration = await read(join(folder, folderFiles.config), (content) => {
    refuseTensorflowJs(content);
    return parseTableConfig(content);
  });
  const encoder = await read(join(folder, encoderFile), (content) => FeatureEncoder.parse(content));
  const file = await SafetensorsFile.open(join(folder, folderFiles.weights));
  try {
    const expected = tabularParameters(networkFor({ ...configuration, encoder }));
    const names = checkTensors(file.tensors, expected, { file: join(folder, folderFiles.weights), headIsNew: false });
    const parameters = new Map<string, FloatTensor>();
    for (const [name, stored] of names) parameters.set(name, await file.readFloats(stored));
    return { ...configuration, encoder, parameters };
  } finally {
    await file.close();
  }
}

async function read<T>(path: string, parse: (content: unknown) => T): Promise<T> {
  try {
    return parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new ConfigError(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function json(content: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(content, null, 2)}\n`);
}
