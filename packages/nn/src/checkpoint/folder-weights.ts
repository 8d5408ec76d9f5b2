import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { CheckpointError } from '../nn-error.ts';
import type { FloatTensor } from '../tensor.ts';
import { SafetensorsFile } from './safetensors-file.ts';
import type { StoredTensor } from './safetensors-header.ts';

/** The weights of a model folder, in one file or in several. */
export interface FolderWeights {
  /** How messages name where they come from. */
  readonly path: string;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readFloats(name: string): Promise<FloatTensor>;
  close(): Promise<void>;
}

const single = 'model.safetensors';
const index = 'model.safetensors.index.json';
const indexSchema = z.looseObject({ weight_map: z.record(z.string(), z.string()) });

/**
 * Opens model.safetensors of a folder, or the shards that model.safetensors.index.json names. Throws CheckpointError for an index that
 * is damaged, names a file outside the folder, or does not say of each tensor in which shard it lies.
 */
export async function openWeights(folder: string): Promise<FolderWeights> {
  const path = join(folder, index);
  if (!(await isSharded(folder))) return SafetensorsFile.open(join(folder, single));
  const map = await readIndex(path);
  const shards = new Map<string, SafetensorsFile>();
  const close = async () => { for (const shard of shards.values()) await shard.close(); };
  try {
    for (const name of new Set(map.values())) shards.set(name, await SafetensorsFile.open(join(folder, name)));
    const tensors = new Map([...map].map(([tensor, name]): [string, StoredTensor] => {
      const stored = shards.get(name)!.tensors.get(tensor);
      if (!stored) throw new CheckpointError(`${path} says that "${tensor}" lies in ${name}, which does not hold it.`);
      return [tensor, stored];
    }));
    for (const [name, shard] of shards) {
      for (const tensor of shard.tensors.keys()) if (map.get(tensor) !== name) throw new CheckpointError(`${join(folder, name)} holds "${tensor}", of which ${index} does not say so.`);
    }
    return {
      path, tensors, close,
      readFloats: async (name) => {
        const shard = shards.get(map.get(name) ?? '');
        if (!shard) throw new CheckpointError(`${path} knows no tensor "${name}".`);
        return shard.readFloats(name);
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Whether the weights of a folder lie in several files and not in one. */
export async function isSharded(folder: string): Promise<boolean> {
  return !(await exists(join(folder, single))) && exists(join(folder, index));
}

async function readIndex(path: string): Promise<ReadonlyMap<string, string>> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new CheckpointError(`${path} is not JSON.`, { cause });
  }
  const parsed = indexSchema.safeParse(content);
  if (!parsed.success) throw new CheckpointError(`${path} has no "weight_map" from tensors to files.`);
  const map = new Map(Object.entries(parsed.data.weight_map));
  for (const file of map.values()) {
    if (basename(file) !== file || !file.endsWith('.safetensors')) throw new CheckpointError(`${path} names the file ${JSON.stringify(file)}, which is no safetensors file of this folder.`);
  }
  return map;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
