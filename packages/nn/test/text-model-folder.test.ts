import {
  bertConfig, CheckpointError, type FloatTensor, initialTextModel, loadTextModel, openTextModel, Random, saveTextModel, writeSafetensors,
} from '@millrace/nn';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { difference } from './closeness.ts';
import { temporaryFolder } from './folders.ts';
import { bertTiny, forward, texts } from './golden.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => { folder = await temporaryFolder(); });
afterEach(() => folder.remove());

/** The reference model with its tensors changed. */
async function folderWith(change: (tensors: Map<string, FloatTensor>) => void): Promise<string> {
  const tensors = new Map((await loadTextModel(bertTiny)).parameters);
  change(tensors);
  await writeSafetensors(join(folder.path, 'model.safetensors'), tensors);
  await copyFile(join(bertTiny, 'config.json'), join(folder.path, 'config.json'));
  return folder.path;
}

describe('a model folder', () => {
  it('is read back as it was saved, and holds what Transformers needs', async () => {
    const saved = await loadTextModel(bertTiny);
    await saveTextModel(folder.path, saved);
    expect((await readdir(folder.path)).sort()).toEqual(['config.json', 'model.onnx', 'model.safetensors']);
    const loaded = await loadTextModel(folder.path);
    expect(loaded.config).toEqual(saved.config);
    expect(loaded.parameters).toEqual(saved.parameters);
    const config = JSON.parse(await readFile(join(folder.path, 'config.json'), 'utf8')) as Record<string, unknown>;
    const reference = JSON.parse(await readFile(join(bertTiny, 'config.json'), 'utf8')) as Record<string, unknown>;
    for (const field of ['architectures', 'model_type', 'id2label', 'label2id', 'vocab_size', 'hidden_size', 'num_hidden_layers', 'num_attention_heads', 'intermediate_size', 'hidden_act', 'max_position_embeddings', 'type_vocab_size', 'layer_norm_eps', 'initializer_range', 'pad_token_id']) {
      expect([field, config[field]]).toEqual([field, reference[field]]);
    }
  });

  it('keeps the weights in model.safetensors and only the graph in model.onnx', async () => {
    await saveTextModel(folder.path, await loadTextModel(bertTiny));
    const graph = await readFile(join(folder.path, 'model.onnx'));
    expect(graph.length).toBeLessThan(20_000);
    expect(graph.includes('model.safetensors')).toBe(true);
  });

  it('answers the same from model.onnx as from the weights alone, for one text as for many', async () => {
    await saveTextModel(folder.path, await loadTextModel(bertTiny));
    const rows = texts(forward);
    const [ours, foreign] = [await openTextModel(folder.path, { threads: 1 }), await openTextModel(bertTiny, { threads: 1 })];
    const together = await ours.logits(rows);
    expect(difference((await foreign.logits(rows)).flatMap((row) => [...row]), together.flatMap((row) => [...row]))).toBe(0);
    for (const [row, inputIds] of rows.inputIds.entries()) {
      const [alone] = await ours.logits({ inputIds: [inputIds], tokenTypeIds: [rows.tokenTypeIds[row]!] });
      expect(difference(alone!, together[row]!)).toBeLessThan(1e-5);
    }
    const inPairs = await ours.logits(rows, { batchSize: 2 });
    expect(difference(inPairs.flatMap((row) => [...row]), together.flatMap((row) => [...row]))).toBeLessThan(1e-5);
    await ours.close();
    await foreign.close();
  });

  it('never runs a model.onnx that is not the graph of its config.json', async () => {
    await saveTextModel(folder.path, await loadTextModel(bertTiny));
    await writeFile(join(folder.path, 'model.onnx'), 'not a graph of ours');
    const classifier = await openTextModel(folder.path, { threads: 1 });
    const logits = await classifier.logits(texts(forward));
    await classifier.close();
    expect(difference(logits.flatMap((row) => [...row]), forward.logits.data)).toBeLessThan(1e-5);
  });

  it('is refused with the tensors that are missing, superfluous or of another shape', async () => {
    const path = await folderWith((tensors) => {
      tensors.delete('classifier.bias');
      tensors.set('extra.weight', { shape: [1], data: new Float32Array(1) });
      tensors.set('classifier.weight', { shape: [3, 32], data: new Float32Array(96) });
    });
    const loading = loadTextModel(path);
    await expect(loading).rejects.toThrow(CheckpointError);
    await expect(loading).rejects.toThrow(/classifier\.weight is \[3, 32\], the configuration makes it \[2, 32\]; classifier\.bias \[2\] is missing; extra\.weight does not belong to the model/);
  });

  it('takes the older names of LayerNorm and old position numbers', async () => {
    const path = await folderWith((tensors) => {
      for (const [name, tensor] of Array.from(tensors)) {
        if (!/LayerNorm\.(weight|bias)$/.test(name)) continue;
        tensors.delete(name);
        tensors.set(name.replace('LayerNorm.weight', 'LayerNorm.gamma').replace('LayerNorm.bias', 'LayerNorm.beta'), tensor);
      }
      tensors.set('bert.embeddings.position_ids', { shape: [1, 64], data: new Float32Array(64) });
    });
    expect((await loadTextModel(path)).parameters).toEqual((await loadTextModel(bertTiny)).parameters);
  });

  it('starts a new head for other labels, and keeps the rest', async () => {
    const path = await folderWith((tensors) => {
      tensors.set('cls.predictions.bias', { shape: [600], data: new Float32Array(600) });
    });
    const { config, parameters } = await loadTextModel(path, { newHead: { labels: ['x', 'y', 'z'], seed: 1 } });
    const before = (await loadTextModel(bertTiny)).parameters;
    expect(config.labels).toEqual(['x', 'y', 'z']);
    expect(parameters.get('classifier.weight')!.shape).toEqual([3, 32]);
    expect(parameters.get('bert.pooler.dense.weight')).toEqual(before.get('bert.pooler.dense.weight'));
    expect(parameters.has('cls.predictions.bias')).toBe(false);
  });

  it.each([
    ['no config.json', async () => {}, 'config.json: ENOENT'],
    ['a config.json that is not JSON', (path: string) => writeFile(join(path, 'config.json'), '{'), 'config.json: '],
    ['a config.json of another model', (path: string) => writeFile(join(path, 'config.json'), '{"model_type":"t5"}'), 'model_type'],
    ['a model that writes', (path: string) => writeFile(join(path, 'config.json'), '{"model_type":"gpt2"}'), 'This model is a GPT-2: it writes texts, and does not sort them.'],
  ])('is refused with %s', async (_, prepare, message) => {
    await prepare(folder.path);
    await expect(loadTextModel(folder.path)).rejects.toThrow(message);
    await expect(openTextModel(folder.path)).rejects.toThrow(message);
  });

  it('is refused without its weights', async () => {
    await copyFile(join(bertTiny, 'config.json'), join(folder.path, 'config.json'));
    await expect(openTextModel(folder.path)).rejects.toThrow(/model\.safetensors cannot be opened: ENOENT/);
  });
});

describe('texts for a classifier', () => {
  it.each([
    ['too long', [new Int32Array(65)], 'Row 0 has 65 tokens, the model takes 64'],
    ['empty', [Int32Array.of(2), new Int32Array(0)], 'Row 1 has no tokens'],
    ['with an id beyond the vocabulary', [Int32Array.of(2, 600)], 'Row 0 has the token id 600; the model has a vocabulary of 600'],
    ['with a negative id', [Int32Array.of(-1)], 'Row 0 has the token id -1'],
  ])('that are %s are refused', async (_, inputIds, message) => {
    const classifier = await openTextModel(bertTiny, { threads: 1 });
    await expect(classifier.logits({ inputIds })).rejects.toThrow(message);
    await classifier.close();
  });

  it('may be none', async () => {
    const classifier = await openTextModel(bertTiny, { threads: 1 });
    expect(await classifier.logits({ inputIds: [] })).toEqual([]);
    await classifier.close();
  });
});

it('a new model starts as Transformers starts one', () => {
  const config = bertConfig({ vocabSize: 500, labels: ['a', 'b'], hiddenSize: 64, hiddenLayers: 1 });
  const parameters = initialTextModel(config, 42);
  expect(initialTextModel(config, 42)).toEqual(parameters);
  expect(initialTextModel(config, 43)).not.toEqual(parameters);
  const words = parameters.get('bert.embeddings.word_embeddings.weight')!.data;
  expect(words.subarray(0, 64).every((value) => value === 0)).toBe(true);
  const mean = words.reduce((a, b) => a + b, 0) / words.length;
  const deviation = Math.sqrt(words.reduce((a, b) => a + (b - mean) ** 2, 0) / words.length);
  expect(Math.abs(mean)).toBeLessThan(1e-3);
  expect(Math.abs(deviation - 0.02)).toBeLessThan(5e-4);
  expect(parameters.get('classifier.bias')!.data).toEqual(new Float32Array(2));
  expect(parameters.get('bert.embeddings.LayerNorm.weight')!.data).toEqual(new Float32Array(64).fill(1));
  expect(new Random(1).uniform()).not.toBe(new Random(2).uniform());
});
