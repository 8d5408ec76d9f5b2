import { CheckpointError, loadTextModel, type NamedTensors, writeSafetensors } from '@millrace/nn';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from './folders.ts';
import { bertTiny } from './golden.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => { folder = await temporaryFolder(); });
afterEach(() => folder.remove());

/** The reference model in two shards, with an index that may be changed. */
async function sharded(change: (map: Record<string, string>) => object = (map) => ({ weight_map: map })): Promise<NamedTensors> {
  const { parameters } = await loadTextModel(bertTiny);
  await copyFile(join(bertTiny, 'config.json'), join(folder.path, 'config.json'));
  const names = [...parameters.keys()];
  const map: Record<string, string> = {};
  for (const [shard, part] of [names.slice(0, 15), names.slice(15)].entries()) {
    const file = `model-0000${shard + 1}-of-00002.safetensors`;
    await writeSafetensors(join(folder.path, file), new Map(part.map((name) => [name, parameters.get(name)!])));
    for (const name of part) map[name] = file;
  }
  await writeFile(join(folder.path, 'model.safetensors.index.json'), JSON.stringify(change(map)));
  return parameters;
}

describe('weights in several files', () => {
  it('are read as if they were in one', async () => {
    const parameters = await sharded();
    expect((await loadTextModel(folder.path)).parameters).toEqual(parameters);
  });

  it.each<[string, (map: Record<string, string>) => object, string]>([
    ['names a file outside the folder', (map) => ({ weight_map: { ...map, 'classifier.bias': '../secret.safetensors' } }), 'names the file "../secret.safetensors", which is no safetensors file of this folder'],
    ['names a file of another kind', (map) => ({ weight_map: { ...map, 'classifier.bias': 'pytorch_model.bin' } }), 'which is no safetensors file of this folder'],
    ['has no map', () => ({}), 'has no "weight_map" from tensors to files'],
    ['names a shard that is not there', (map) => ({ weight_map: { ...map, 'classifier.bias': 'model-00003-of-00003.safetensors' } }), 'model-00003-of-00003.safetensors cannot be opened'],
    ['sends to the wrong shard', (map) => ({ weight_map: { ...map, 'classifier.bias': 'model-00001-of-00002.safetensors' } }), 'says that "classifier.bias" lies in model-00001-of-00002.safetensors, which does not hold it'],
    ['leaves a tensor out', (map) => ({ weight_map: Object.fromEntries(Object.entries(map).filter(([name]) => name !== 'classifier.bias')) }), 'holds "classifier.bias", of which model.safetensors.index.json does not say so'],
  ])('are refused when the index %s', async (_, change, message) => {
    await sharded(change);
    await expect(loadTextModel(folder.path)).rejects.toThrow(CheckpointError);
    await expect(loadTextModel(folder.path)).rejects.toThrow(message);
  });
});
