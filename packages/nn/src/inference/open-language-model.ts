import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { isSharded } from '../checkpoint/folder-weights.ts';
import { folderFiles } from '../checkpoint/text-model-folder.ts';
import { loadLanguageModel, readLanguageModelConfig, storedNames } from '../checkpoint/language-model-folder.ts';
import { SafetensorsFile } from '../checkpoint/safetensors-file.ts';
import { safetensorsPlaces, serializeSafetensors } from '../checkpoint/write-safetensors.ts';
import type { Gpt2Config } from '../models/gpt2-config.ts';
import type { ExternalTensor } from '../onnx/emit-model.ts';
import { sessionOptions, type ThreadOptions } from '../runtime/session-options.ts';
import { type Continuation, generate, type GenerateOptions } from './generate.ts';
import { generationModel } from './generation-graph.ts';

/** A language model in memory, ready to write. */
export interface LanguageModel {
  readonly config: Gpt2Config;
  /**
   * Writes on after each prompt; the continuations come in the order of the prompts. A text that reaches the model's last
   * position ends there. Throws ExampleError for a prompt that the model cannot take.
   */
  generate(options: GenerateOptions): Promise<Continuation[]>;
  close(): Promise<void>;
}

/**
 * Opens a model folder (ours or one of `save_pretrained`) for writing. The graph is the one that this code describes for
 * config.json; ONNX Runtime reads the weights straight from model.safetensors. Throws ConfigError and CheckpointError.
 */
export async function openLanguageModel(folder: string, options: ThreadOptions = {}): Promise<LanguageModel> {
  const config = await readLanguageModelConfig(folder);
  const session = await createSession(folder, config, options);
  return {
    config,
    generate: (run) => generate(session, config, run),
    close: () => session.release(),
  };
}

async function createSession(folder: string, config: Gpt2Config, options: ThreadOptions): Promise<InferenceSession> {
  const places = await weightPlaces(folder, config);
  const settings = sessionOptions(options);
  if (places) {
    const extra = { session: { ...(settings.extra?.['session'] as object), model_external_initializers_file_folder_path: folder } }; // what sessionOptions put there
    return InferenceSession.create(generationModel(config, places), { ...settings, extra });
  }
  const { parameters } = await loadLanguageModel(folder);
  return InferenceSession.create(generationModel(config, safetensorsPlaces(parameters, folderFiles.weights)), {
    ...settings, externalData: [{ path: folderFiles.weights, data: serializeSafetensors(parameters) }],
  });
}

/** Where the weights lie in the file; undefined if they lie in several, or must be widened to float32 first. */
async function weightPlaces(folder: string, config: Gpt2Config): Promise<Map<string, ExternalTensor> | undefined> {
  if (await isSharded(folder)) return undefined;
  const path = join(folder, folderFiles.weights);
  const file = await SafetensorsFile.open(path);
  try {
    const names = storedNames(file, config);
    if ([...names.values()].some((name) => file.tensors.get(name)?.dtype !== 'F32')) return undefined;
    return new Map([...names].map(([name, stored]) => [name, { location: folderFiles.weights, ...file.place(stored) }]));
  } finally {
    await file.close();
  }
}
