import { CheckpointError, loadLanguageModel, loadTextModel, type NamedTensors, openLanguageModel, openTextModel, writeSafetensors } from '@millrace/nn';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from './folders.ts';
import { bertTiny } from './golden.ts';
import { gpt2Tiny } from './golden-gpt2.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => { folder = await temporaryFolder(); });
afterEach(() => folder.remove());

/** The reference model in two shards, with an index that may be changed. */
async function sharded(change: (map: Record<string, string>) => object = (map) => ({ weight_map: map })): Promise<NamedTensors> {
  const { parameters } = await loadTextModel(bertTiny);
  await writeShards(bertTiny, parameters, change);
  return parameters;
}

async function writeShards(model: string, parameters: NamedTensors, change: (map: Record<string, string>) => object): Promise<void> {
  await copyFile(join(model, 'config.json'), join(folder.path, 'config.json'));
  const names = [...parameters.keys()];
  const map: Record<string, string> = {};
  for (const [shard, part] of [names.slice(0, 15), names.slice(15)].entries()) {
    const file = `model-0000${shard + 1}-of-00002.safetensors`;
    await writeSafetensors(join(folder.path, file), new Map(part.map((name) => [name, parameters.get(name)!])));
    for (const name of part) map[name] = file;
  }
  await writeFile(join(folder.path, 'model.safetensors.index.json'), JSON.stringify(change(map)));
}

describe('weights in several files', () => {
  it('are read as if they were in one', async () => {
    const parameters = await sharded();
    expect((await loadTextModel(folder.path)).parameters).toEqual(parameters);
  });

  it('answer as those in one do, also beside a graph that was made for one', async () => {
    await sharded();
    await writeFile(join(folder.path, 'model.onnx'), 'of another folder');
    const texts = { inputIds: [Int32Array.of(2, 7, 9, 3)], tokenTypeIds: [new Int32Array(4)] };
    const logits = [];
    for (const path of [bertTiny, folder.path]) {
      const model = await openTextModel(path, { threads: 1 });
      logits.push(await model.logits(texts));
      await model.close();
    }
    expect(logits[1]).toEqual(logits[0]);
  });

  it('write as those in one do', async () => {
    await writeShards(gpt2Tiny, (await loadLanguageModel(gpt2Tiny)).parameters, (map) => ({ weight_map: map }));
    const continuations = [];
    for (const path of [gpt2Tiny, folder.path]) {
      const model = await openLanguageModel(path, { threads: 1 });
      continuations.push(await model.generate({ inputIds: [Int32Array.of(5, 6, 7)], maxNewTokens: 8 }));
      await model.close();
    }
    expect(continuations[1]).toEqual(continuations[0]);
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
