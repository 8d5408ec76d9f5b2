import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startModelWorker, TextClassifier, type ModelWorker } from '@millrace/serving';

const bertTiny = fileURLToPath(new URL('../../../test/fixtures/golden/bert-tiny', import.meta.url));
const forward: { texts: (string | [string, string])[]; logits: { data: number[] } } = JSON.parse(readFileSync(join(bertTiny, 'forward.json'), 'utf8'));
const single = forward.texts.flatMap((text, row) => (typeof text === 'string' ? [{ text, logits: forward.logits.data.slice(2 * row, 2 * row + 2) }] : []));

describe('TextClassifier', () => {
  let classifier: TextClassifier;
  beforeAll(async () => { classifier = await TextClassifier.open(bertTiny, { threads: 1 }); });
  afterAll(() => classifier.close());

  test('gives the probabilities of PyTorch, in the order of the texts', async () => {
    const predictions = await classifier.predict(single.map(({ text }) => text));
    expect(single.length).toBeGreaterThan(2);
    single.forEach(({ logits: [a = 0, b = 0] }, row) => {
      const second = 1 / (1 + Math.exp(a - b));
      expect(predictions[row]).toEqual({
        label: classifier.labels[second > 0.5 ? 1 : 0],
        score: expect.closeTo(Math.max(second, 1 - second), 5),
        probabilities: { [classifier.labels[0] ?? '']: expect.closeTo(1 - second, 5), [classifier.labels[1] ?? '']: expect.closeTo(second, 5) },
      });
    });
  });

  test('takes an empty text, emoji, and a text far beyond the length limit', async () => {
    const long = `${'the mill '.repeat(10_000)}`;
    const predictions = await classifier.predict(['', '🎉🚀 👩‍👩‍👧', long, '']);
    expect(predictions).toHaveLength(4);
    for (const { probabilities } of predictions) expect(Object.values(probabilities).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 10);
    expect(predictions[0]).toEqual(predictions[3]);
    expect(predictions[2]).toEqual((await classifier.predict([long.slice(0, 5_000)]))[0]);
    expect(await classifier.predict([])).toEqual([]);
  });

  test('gives the same answer alone and among texts of other lengths', async () => {
    const texts = ['a', 'the quick brown fox jumps over the lazy dog', 'water runs', 'x '.repeat(60)];
    const together = await classifier.predict(texts);
    for (const [row, text] of texts.entries()) {
      const [alone] = await classifier.predict([text]);
      expect(together[row]?.score).toBeCloseTo(alone?.score ?? 0, 5);
    }
  });

  test('cuts texts to the length that the card names, and says what of a folder cannot be used', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'millrace-serving-'));
    try {
      for (const name of ['config.json', 'model.safetensors', 'tokenizer.json']) await cp(join(bertTiny, name), join(folder, name));
      await writeFile(join(folder, 'card.json'), JSON.stringify({ maxLength: 8 }));
      const short = await TextClassifier.open(folder, { threads: 1 });
      expect(short.maxLength).toBe(8);
      await short.close();
      await writeFile(join(folder, 'card.json'), '{');
      await expect(TextClassifier.open(folder)).rejects.toThrow('card.json of the model is not JSON');
      await rm(join(folder, 'card.json'));
      await rm(join(folder, 'tokenizer.json'));
      await expect(TextClassifier.open(folder)).rejects.toThrow('The model has no readable tokenizer.json');
      await writeFile(join(folder, 'tokenizer.json'), await readFile(join(bertTiny, 'tokenizer.json')));
      await writeFile(join(folder, 'model.safetensors'), 'not weights');
      await expect(TextClassifier.open(folder)).rejects.toThrow('model.safetensors');
      await writeFile(join(folder, 'config.json'), JSON.stringify({ model_type: 'millrace-table' }));
      await expect(TextClassifier.open(folder)).rejects.toThrow('This model was made by "Train on a table": it answers rows of a table, not texts.');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('a model worker with a real model', () => {
  let worker: ModelWorker;
  beforeAll(async () => { worker = await startModelWorker(bertTiny, { threads: 1 }); });
  afterAll(() => worker.close());

  test('answers as the classifier does, also when its process is killed meanwhile', async () => {
    const texts = single.map(({ text }) => text);
    const before = await worker.predict(texts);
    const pending = worker.predict(texts);
    process.kill(worker.pid ?? 0, 'SIGKILL');
    expect(await pending).toEqual(before);
    expect(worker.status).toBe('ready');
  });

  test('answers many requests at once, each its own', async () => {
    const texts = Array.from({ length: 60 }, (_, index) => `text ${index} ${'more '.repeat(index % 7)}`);
    const alone = await worker.predict(texts);
    const together = await Promise.all(texts.map((text) => worker.predict([text])));
    together.forEach(([prediction], row) => expect(prediction?.score).toBeCloseTo(alone[row]?.score ?? 0, 5));
  });

  test('says what is wrong with a folder that is no model', async () => {
    await expect(startModelWorker(tmpdir())).rejects.toThrow('config.json');
  });
});
