import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { folderFiles, loadClassifier, readConfig } from '../checkpoint/classifier-folder.ts';
import { SafetensorsFile } from '../checkpoint/safetensors-file.ts';
import { safetensorsPlaces, serializeSafetensors } from '../checkpoint/write-safetensors.ts';
import type { BertConfig } from '../models/bert-config.ts';
import { classifierParameters } from '../models/classifier-parameters.ts';
import { sessionOptions, type ThreadOptions } from '../runtime/session-options.ts';
import type { TokenizedTexts } from '../texts/tokenized-texts.ts';
import { inferenceModel } from './inference-graph.ts';
import { type LogitsOptions, LogitsSession } from './logits-session.ts';

/** A classifier in memory, ready to answer. */
export interface Classifier {
  readonly config: BertConfig;
  /** The name of each class, in the order of the logits. */
  readonly labels: readonly string[];
  /** The logits of each text, in the order given. Throws ExampleError for a text that the model cannot take. */
  logits(texts: TokenizedTexts, options?: LogitsOptions): Promise<Float32Array[]>;
  close(): Promise<void>;
}

/**
 * Opens a model folder (ours or one of `save_pretrained`) for inference. The graph that runs is always the one that this
 * code describes for config.json: a model.onnx is only used if it is byte for byte that graph, in which case ONNX Runtime
 * reads the weights straight from model.safetensors. Throws ConfigError and CheckpointError.
 */
export async function openClassifier(folder: string, options: ThreadOptions = {}): Promise<Classifier> {
  const config = await readConfig(folder);
  const session = await createSession(folder, config, options);
  const logits = new LogitsSession(session, config);
  return {
    config,
    labels: config.labels,
    logits: (texts, run) => logits.logits(texts, run),
    close: () => logits.close(),
  };
}

async function createSession(folder: string, config: BertConfig, options: ThreadOptions): Promise<InferenceSession> {
  if (await graphIsOurs(folder, config)) return InferenceSession.create(join(folder, folderFiles.graph), sessionOptions(options));
  const { parameters } = await loadClassifier(folder);
  const model = inferenceModel(config, safetensorsPlaces(parameters, folderFiles.weights));
  return InferenceSession.create(model, {
    ...sessionOptions(options), externalData: [{ path: folderFiles.weights, data: serializeSafetensors(parameters) }],
  });
}

/** Whether model.onnx is what we would write for the configuration and the weights file as they are now. */
async function graphIsOurs(folder: string, config: BertConfig): Promise<boolean> {
  const found = await readFile(join(folder, folderFiles.graph)).catch(() => undefined);
  if (!found) return false;
  const file = await SafetensorsFile.open(join(folder, folderFiles.weights));
  try {
    const names = [...classifierParameters(config).keys()];
    if (!names.every((name) => file.tensors.get(name)?.dtype === 'F32')) return false;
    const places = new Map(names.map((name) => [name, { location: folderFiles.weights, ...file.place(name) }]));
    return Buffer.compare(found, inferenceModel(config, places)) === 0;
  } finally {
    await file.close();
  }
}
