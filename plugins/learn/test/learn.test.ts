import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openTextModel, readTokenDataset, type Targets, writeTokenDataset } from '@millrace/nn';
import { bert, textCnn, train } from '@millrace/plugin-learn';
import { PauseRequested, UserError, type FileInput } from '@millrace/sdk';
import { fileInput, runNode } from '@millrace/sdk/testing';
import { BertTokenizer } from '@millrace/tokenizers';

const golden = fileURLToPath(new URL('../../../test/fixtures/golden/bert-tiny', import.meta.url));
const size = { hiddenSize: 32, layers: 1, heads: 2, maxPositions: 32 } as const;
let folder = '';
let tokenizer: FileInput<'tokenizer'>;
let model: FileInput<'model'>;
let read: BertTokenizer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-learn-'));
  tokenizer = await fileInput('tokenizer', join(golden, 'tokenizer.json'));
  read = BertTokenizer.fromJSON(await readFile(tokenizer.path, 'utf8'));
  model = (await runNode(bert, { inputs: { tokenizer }, params: size, folder })).outputs.model;
});
afterAll(() => rm(folder, { recursive: true }));

async function dataset(rows: readonly (readonly [string, string])[], labelNames: readonly string[] = ['ham', 'spam']): Promise<FileInput<'dataset'>> {
  const path = join(await mkdtemp(join(folder, 'dataset-')), 'dataset.safetensors');
  await writeTokenDataset(path, {
    inputIds: rows.map(([text]) => read.encodeIds(text, { maxLength: 16 })), targets: { task: 'single_label_classification', classes: Int32Array.from(rows, ([, label]) => labelNames.indexOf(label)) }, labelNames, maxLength: 16, padTokenId: 0,
  });
  return await fileInput('dataset', path);
}

/** Texts whose first word tells the label. */
const easy = (count: number) => Array.from({ length: count }, (_, row): [string, string] => (row % 2 === 0 ? [`money ${row % 7}`, 'spam'] : [`lunch ${row % 5}`, 'ham']));

describe('learn.bert', () => {
  test('makes a model folder of the size chosen, for the vocabulary of the tokenizer', async () => {
    expect((await readdir(model.path)).sort()).toEqual(['config.json', 'model.onnx', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json']);
    const config = JSON.parse(await readFile(join(model.path, 'config.json'), 'utf8'));
    expect(config).toMatchObject({ model_type: 'bert', vocab_size: 600, hidden_size: 32, num_hidden_layers: 1, intermediate_size: 128, max_position_embeddings: 32 });
    expect(model.meta).toMatchObject({ architecture: 'BERT', labels: ['LABEL_0', 'LABEL_1'] });
  });

  test('gives the same model for the same seed, another for another', async () => {
    const hashes = [];
    for (const seed of [42, 43]) hashes.push((await runNode(bert, { inputs: { tokenizer }, params: { ...size, seed }, folder })).outputs.model.hash);
    expect(hashes[0]).toBe(model.hash);
    expect(hashes[1]).not.toBe(model.hash);
  });

  test('has presets up to the BERT of the paper', async () => {
    const run = await runNode(bert, { params: { size: 'mini', vocabularySize: 100 }, folder });
    expect(JSON.parse(await readFile(join(run.outputs.model.path, 'config.json'), 'utf8'))).toMatchObject({ hidden_size: 256, num_hidden_layers: 4, num_attention_heads: 4, intermediate_size: 1024, max_position_embeddings: 512 });
  });

  test('loads pre-trained weights, with their last layer or a new one', async () => {
    const files = { configFile: 'config.json', weightsFile: 'model.safetensors' };
    const kept = await runNode(bert, { inputs: { tokenizer }, params: { ...files, newHead: false }, root: golden, folder });
    const original = await openTextModel(golden, { threads: 1 });
    const loaded = await openTextModel(kept.outputs.model.path, { threads: 1 });
    const texts = { inputIds: [read.encodeIds('water the mill')] };
    expect(await loaded.logits(texts)).toEqual(await original.logits(texts));
    await Promise.all([original.close(), loaded.close()]);
    const anew = await runNode(bert, { params: { ...files, labels: 3 }, root: golden, folder });
    expect(anew.outputs.model.meta).toMatchObject({ labels: ['LABEL_0', 'LABEL_1', 'LABEL_2'] });
  });

  test('says what does not fit', async () => {
    await expect(runNode(bert, { params: { ...size, heads: 5 } })).rejects.toThrow(/hidden_size 32 must be a multiple of num_attention_heads 5/);
    await expect(runNode(bert, { params: { ...size, heads: 5 } })).rejects.toBeInstanceOf(UserError);
    await expect(runNode(bert, { params: { weightsFile: 'model.safetensors' }, root: golden })).rejects.toThrow('need the config.json');
    await expect(runNode(bert, { params: { configFile: 'config.json' }, root: golden })).rejects.toThrow('add the model.safetensors');
    await expect(runNode(bert, { params: { configFile: 'config.json', weightsFile: 'tokenizer.json' }, root: golden })).rejects.toThrow(UserError);
    await expect(runNode(bert, { params: { dropout: 1 } })).rejects.toThrow('Parameter "dropout"');
  });
});

describe('learn.train', () => {
  test('learns, reports while it does, and leaves a whole model folder', async () => {
    const inputs = { model, tokenizer, train: await dataset(easy(64)), validation: await dataset(easy(10)) };
    const run = await runNode(train, { inputs, params: { epochs: 12, batchSize: 16, learningRate: 1e-2, dropout: 0 }, folder, threads: 1 });
    const { model: trained, metrics, loss, accuracy } = run.outputs;
    expect(metrics.value.values).toMatchObject({ accuracy: expect.any(Number), validation_accuracy: 1 });
    expect((await readdir(trained.path)).sort()).toEqual(['card.json', 'config.json', 'model.onnx', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json']);
    expect(JSON.parse(await readFile(join(trained.path, 'config.json'), 'utf8')).id2label).toEqual({ 0: 'ham', 1: 'spam' });
    expect(JSON.parse(await readFile(join(trained.path, 'card.json'), 'utf8'))).toMatchObject({ labels: ['ham', 'spam'], maxLength: 16, data: { rows: 64, rowsByLabel: { ham: 32, spam: 32 }, validationRows: 10 } });
    const classifier = await openTextModel(trained.path, { threads: 1 });
    const [logits] = await classifier.logits({ inputIds: [read.encodeIds('money 3')] });
    expect((logits?.[1] ?? 0) > (logits?.[0] ?? 0)).toBe(true);
    await classifier.close();

    expect(run.metrics.filter(({ name }) => name === 'loss').map(({ step }) => step)).toEqual(Array.from({ length: 48 }, (_, index) => index + 1));
    expect(run.metrics.filter(({ name }) => name === 'validation accuracy')).toHaveLength(12);
    expect(run.progress).toHaveLength(48);
    expect(run.progress.at(-1)).toMatchObject({ fraction: 1, etaSeconds: 0, detail: { epoch: 12, epochs: 12, step: 48, steps: 48, loss: expect.any(Number), accuracy: expect.any(Number), examplesPerSecond: expect.any(Number) } });
    for (const chart of [loss, accuracy]) expect(chart.value).toMatchObject({ type: 'line', series: [{ name: 'training', points: expect.any(Array) }, { name: 'validation', points: expect.any(Array) }] });
    expect(run.logs[0]?.message).toMatch(/^Training on (the CPU with 1 thread|a GPU through \w+)\./);
  });

  test('gives the same bytes for the same seed', async () => {
    const inputs = { model, tokenizer, train: await dataset(easy(20)) };
    const hashes = new Set<string>();
    for (let round = 0; round < 2; round++) {
      const run = await runNode(train, { inputs, params: { epochs: 1, batchSize: 8 }, folder, threads: 1 });
      hashes.add(createHash('sha256').update(run.outputs.model.hash + run.outputs.metrics.hash + run.outputs.loss.hash).digest('hex'));
    }
    expect(hashes.size).toBe(1);
  });

  test('takes the setting of the article: Adam, 5e-5, batches of 32, 10 epochs', async () => {
    const inputs = { model, tokenizer, train: await dataset(easy(4)) };
    const params = { optimizer: 'adam', learningRate: 5e-5, batchSize: 32, epochs: 10, schedule: 'constant', warmup: 0, clipNorm: 0 } as const;
    const run = await runNode(train, { inputs, params, folder, threads: 1 });
    expect(run.progress).toHaveLength(10);
    expect(JSON.parse(await readFile(join(run.outputs.model.path, 'card.json'), 'utf8')).training).toMatchObject(params);
  });

  test('starts a new last layer for other labels', async () => {
    const rows = easy(9).map(([text], row): [string, string] => [text, ['a', 'b', 'c'][row % 3] ?? 'a']);
    const run = await runNode(train, { inputs: { model, train: await dataset(rows, ['a', 'b', 'c']) }, params: { epochs: 1, optimizer: 'sgd' }, folder, threads: 1 });
    expect(run.outputs.model.meta).toMatchObject({ labels: ['a', 'b', 'c'] });
    expect(run.logs.map(({ message }) => message).join('\n')).toContain('its last layer starts anew for: a, b, c');
  });

  test.each<[string, () => Targets, readonly string[], string]>([
    ['several labels a text', () => ({ task: 'multi_label_classification', applies: Uint8Array.from(Array.from({ length: 24 }, (_, mark) => Number(mark % 3 === 0))) }), ['money', 'lunch'], 'f1'],
    ['a number', () => ({ task: 'regression', values: Float32Array.from({ length: 12 }, (_, row) => row % 2) }), ['stars'], 'mean_absolute_error'],
    ['a label for each word', () => ({ task: 'token_classification', tokenClasses: easy(12).map(([text]) => read.encodeIds(text, { maxLength: 16 }).map((_, index) => (index === 0 ? -1 : index % 2))) }), ['O', 'X'], 'accuracy'],
  ])('learns %s, with the model made for one label', async (_, made, labelNames, measure) => {
    const targets = made();
    const path = join(await mkdtemp(join(folder, 'dataset-')), 'dataset.safetensors');
    await writeTokenDataset(path, { inputIds: easy(12).map(([text]) => read.encodeIds(text, { maxLength: 16 })), targets, labelNames, maxLength: 16, padTokenId: 0 });
    expect((await readTokenDataset(path)).targets).toEqual(targets);
    const run = await runNode(train, { inputs: { model, tokenizer, train: await fileInput('dataset', path) }, params: { epochs: 2, batchSize: 4 }, folder, threads: 1 });
    const opened = await openTextModel(run.outputs.model.path, { threads: 1 });
    expect([opened.config.task, opened.labels]).toEqual([targets.task, labelNames]);
    await opened.close();
    expect(run.outputs.metrics.value.values).toMatchObject({ loss: expect.any(Number), [measure]: expect.any(Number) });
  });

  test('trains the text CNN, the cheap choice', async () => {
    const cheap = (await runNode(textCnn, { inputs: { tokenizer }, params: { embeddingSize: 16, filters: 8 }, folder })).outputs.model;
    const inputs = { model: cheap, train: await dataset(easy(64)), validation: await dataset(easy(10)) };
    const run = await runNode(train, { inputs, params: { epochs: 20, batchSize: 16, learningRate: 1e-2, patience: 5, keepBest: true, classWeights: 'balanced', schedule: 'cosine' }, folder, threads: 1 });
    expect(run.outputs.metrics.value.values).toMatchObject({ validation_accuracy: 1 });
    expect(run.outputs.model.meta).toMatchObject({ architecture: 'Text CNN', labels: ['ham', 'spam'] });
    await expect(runNode(textCnn, { inputs: { tokenizer }, params: { widths: [2] } })).rejects.toThrow('must be odd');
  });

  test('leaves the layers below as they were when told so, and fills batches by tokens', async () => {
    const inputs = { model, tokenizer, train: await dataset(easy(20)) };
    const run = await runNode(train, { inputs, params: { epochs: 1, frozenLayers: 1, tokenBudget: 64 }, folder, threads: 1 });
    expect(run.progress.length).toBeGreaterThan(3);
  });

  test('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const inputs = { model, tokenizer, train: await dataset(easy(64)) };
    const running = runNode(train, { inputs, params: { epochs: 1_000, batchSize: 8 }, threads: 1, signal: controller.signal });
    setImmediate(() => controller.abort());
    await expect(running).rejects.toThrow(/abort/i);
  });

  test('writes a checkpoint when the run is paused, and ends with the same bytes when it goes on', async () => {
    const inputs = { model, tokenizer, train: await dataset(easy(40)), validation: await dataset(easy(6)) };
    const params = { epochs: 6, batchSize: 8, keepBest: true, device: 'cpu' } as const;
    const undisturbed = await runNode(train, { inputs, params, folder, threads: 1 });
    const checkpoint = join(folder, 'checkpoint');
    const pause = new AbortController();
    const paused = runNode(train, {
      inputs, params, folder, threads: 1, checkpoint,
      signal: pause.signal,
      onProgress: ({ detail }) => { if (detail?.['step'] === 13) pause.abort(new PauseRequested()); },
    });
    await expect(paused).rejects.toThrow('The run is being paused');
    expect(await readdir(checkpoint)).toEqual(['training.safetensors']);
    const resumed = await runNode(train, { inputs, params, folder, threads: 1, checkpoint });
    expect(resumed.logs.map(({ message }) => message)).toContain('Going on from a checkpoint: 13 of 30 steps are done.');
    const hashes = ({ outputs }: typeof resumed) => Object.values(outputs).map(({ hash }) => hash);
    expect(hashes(resumed)).toEqual(hashes(undisturbed));
  });

  test('begins anew, and says so, when the checkpoint of an earlier attempt is damaged', async () => {
    const checkpoint = join(folder, 'damaged');
    await mkdir(checkpoint);
    await writeFile(join(checkpoint, 'training.safetensors'), 'no');
    const run = await runNode(train, { inputs: { model, tokenizer, train: await dataset(easy(8)) }, params: { epochs: 1 }, folder, threads: 1, checkpoint });
    expect(run.logs.some(({ level, message }) => level === 'warn' && message.includes('training begins anew'))).toBe(true);
  });

  test('says what is wrong with the data', async () => {
    const run = (inputs: Partial<Parameters<typeof train.run>[0]['inputs']>) => runNode(train, { inputs: { model, tokenizer, ...inputs }, params: { epochs: 1 }, threads: 1 });
    await expect(run({ train: await dataset([['money', 'spam'], ['money', 'spam']]) })).rejects.toThrow('All 2 training texts have the same label, "spam": there is nothing to tell apart');
    await expect(run({ train: await dataset([]) })).rejects.toThrow('There are no texts to train on');
    await expect(run({ train: await dataset(easy(4)), validation: await dataset([['a', 'x'], ['b', 'y']], ['x', 'y']) })).rejects.toThrow('The validation texts have the labels x, y, the training texts ham, spam');
    await expect(run({ train: await fileInput('dataset', tokenizer.path) })).rejects.toThrow(UserError);
    const bare = (await runNode(bert, { params: { ...size, vocabularySize: 600 }, folder })).outputs.model;
    await expect(runNode(train, { inputs: { model: bare, train: await dataset(easy(4)) } })).rejects.toThrow('A model needs its tokenizer to answer');
    const small = (await runNode(bert, { params: { ...size, vocabularySize: 100 }, folder })).outputs.model;
    await expect(run({ model: small, train: await dataset(easy(4)) })).rejects.toThrow('The tokenizer knows 600 tokens, the model only 100');
    await mkdir(join(folder, 'empty'));
    await expect(run({ model: await fileInput('model', join(folder, 'empty')), train: await dataset(easy(4)) })).rejects.toThrow('config.json');
  });

  test('refuses a device it cannot use and parameters out of range', async () => {
    const inputs = { model, tokenizer, train: await dataset(easy(4)) };
    const onCuda = runNode(train, { inputs, params: { device: 'cuda', epochs: 1 }, threads: 1 }).then(({ logs }) => logs[0]?.message, (error: Error) => error.message);
    expect(await onCuda).toMatch(/^Training on (a GPU through CUDA|"cuda" is not possible here: .* Choose "auto" or "cpu")\./);
    await expect(runNode(train, { inputs, params: { epochs: 0 } })).rejects.toThrow('Parameter "epochs"');
    await expect(runNode(train, { inputs, params: { learningRate: 0 } })).rejects.toThrow('Parameter "learningRate"');
  });
});
