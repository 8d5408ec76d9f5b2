import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { isSharded } from '../checkpoint/folder-weights.ts';
import { SafetensorsFile } from '../checkpoint/safetensors-file.ts';
import { folderFiles, loadTextModel, readTextModelConfig } from '../checkpoint/text-model-folder.ts';
import { safetensorsPlaces, serializeSafetensors } from '../checkpoint/write-safetensors.ts';
import { type TextModelConfig, textModelParameters } from '../models/text-model.ts';
import { sessionOptions, type ThreadOptions } from '../runtime/session-options.ts';
import type { TokenizedTexts } from '../texts/tokenized-texts.ts';
import { inferenceModel } from './inference-graph.ts';
import { type LogitsOptions, LogitsSession } from './logits-session.ts';

/** A model in memory, ready to answer. */
export interface OpenTextModel {
  readonly config: TextModelConfig;
  /** The name of each class (or number), in the order of the logits. */
  readonly labels: readonly string[];
  /** The logits of each text, in the order given: one for each label, and of each token [tokens · labels] if the model labels tokens. Throws ExampleError for a text that the model cannot take. */
  logits(texts: TokenizedTexts, options?: LogitsOptions): Promise<Float32Array[]>;
  close(): Promise<void>;
}

/**
 * Opens a model folder (ours or one of `save_pretrained`) for inference. The graph that runs is always the one that this
 * code describes for config.json: a model.onnx is only used if it is byte for byte that graph, in which case ONNX Runtime
 * reads the weights straight from model.safetensors. Throws ConfigError and CheckpointError.
 */
export async function openTextModel(folder: string, options: ThreadOptions = {}): Promise<OpenTextModel> {
  const config = await readTextModelConfig(folder);
  const session = await createSession(folder, config, options);
  const logits = new LogitsSession(session, config);
  return {
    config,
    labels: config.labels,
    logits: (texts, run) => logits.logits(texts, run),
    close: () => logits.close(),
  };
}

async function createSession(folder: string, config: TextModelConfig, options: ThreadOptions): Promise<InferenceSession> {
  if (await graphIsOurs(folder, config)) return InferenceSession.create(join(folder, folderFiles.graph), sessionOptions(options));
  const { parameters } = await loadTextModel(folder);
  const model = inferenceModel(config, safetensorsPlaces(parameters, folderFiles.weights));
  return InferenceSession.create(model, {
    ...sessionOptions(options), externalData: [{ path: folderFiles.weights, data: serializeSafetensors(parameters) }],
  });
}

/** Whether model.onnx is what we would write for the configuration and the weights file as they are now. */
async function graphIsOurs(folder: string, config: TextModelConfig): Promise<boolean> {
  const found = await readFile(join(folder, folderFiles.graph)).catch(() => undefined);
  if (!found || await isSharded(folder)) return false;
  const file = await SafetensorsFile.open(join(folder, folderFiles.weights));
  try {
    const names = [...textModelParameters(config).keys()];
    if (!names.every((name) => file.tensors.get(name)?.dtype === 'F32')) return false;
    const places = new Map(names.map((name) => [name, { location: folderFiles.weights, ...file.place(name) }]));
    return Buffer.compare(found, inferenceModel(config, places)) === 0;
  } finally {
    await file.close();
  }
}
