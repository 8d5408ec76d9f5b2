import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadLanguageModel, writeTokenDataset } from '@millrace/nn';
import { generate, gpt2, trainLanguageModel } from '@millrace/plugin-learn';
import { UserError, type FileInput, type TableInput } from '@millrace/sdk';
import { fileInput, runNode, valueInput } from '@millrace/sdk/testing';
import { openTables, type Cell } from '@millrace/tables';
import { BytePairTokenizer, learnBytePair } from '@millrace/tokenizers';

const golden = fileURLToPath(new URL('../../../test/fixtures/golden', import.meta.url));
const size = { hiddenSize: 32, layers: 1, heads: 2, maxPositions: 32, dropout: 0 } as const;
const sentences = ['The mill wheel turns slowly.', 'The river is high today.', 'The miller grinds the corn.', 'The rain fills the race.'];
let folder = '';
let tokenizer: FileInput<'tokenizer'>;
let read: BytePairTokenizer;
let model: FileInput<'model'>;
let table: TableInput;

async function makeTable(columns: string[], rows: (readonly Cell[])[]): Promise<TableInput> {
  const path = join(await mkdtemp(join(folder, 'table-')), 'table.parquet');
  const tables = await openTables({ threads: 1 });
  try {
    const info = await tables.writeRows(columns.map((name) => ({ name })), rows, path);
    return { kind: 'table', hash: (await fileInput('file', path)).hash, ...info };
  } finally {
    await tables.close();
  }
}

async function rowsOf({ path }: { readonly path: string }, columns: readonly string[]): Promise<unknown[][]> {
  const tables = await openTables({ threads: 1 });
  try {
    const lists: unknown[][] = columns.map(() => []);
    for await (const chunk of tables.readColumns(path, columns)) chunk.columns.forEach((values, index) => lists[index]?.push(...values));
    return lists;
  } finally {
    await tables.close();
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-language-'));
  read = await learnBytePair(sentences, { vocabularySize: 290, minFrequency: 1 });
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(read));
  tokenizer = await fileInput('tokenizer', join(folder, 'tokenizer.json'));
  model = (await runNode(gpt2, { inputs: { tokenizer }, params: size, folder })).outputs.model;
  table = await makeTable(['text'], [...Array.from({ length: 40 }, (_, row) => [sentences[row % 4] ?? '']), [null], ['']]);
});
afterAll(() => rm(folder, { recursive: true }));

describe('learn.gpt2', () => {
  test('makes a model folder of the size chosen, for the vocabulary of the tokenizer', async () => {
    expect((await readdir(model.path)).sort()).toEqual(['config.json', 'model.onnx', 'model.safetensors', 'tokenizer.json']);
    expect(JSON.parse(await readFile(join(model.path, 'config.json'), 'utf8'))).toMatchObject({
      model_type: 'gpt2', vocab_size: 290, n_embd: 32, n_layer: 1, n_head: 2, n_positions: 32, eos_token_id: 0, attn_pdrop: 0,
    });
    expect(model.meta).toMatchObject({ architecture: 'GPT-2' });
  });

  test('loads pre-trained weights', async () => {
    const run = await runNode(gpt2, { params: { configFile: 'config.json', weightsFile: 'model.safetensors' }, root: join(golden, 'gpt2-tiny'), folder });
    expect((await loadLanguageModel(run.outputs.model.path)).parameters).toEqual((await loadLanguageModel(join(golden, 'gpt2-tiny'))).parameters);
  });

  test('says what does not fit', async () => {
    await expect(runNode(gpt2, { params: { ...size, heads: 5 } })).rejects.toThrow('n_embd 32 must be a multiple of n_head 5');
    await expect(runNode(gpt2, { params: { weightsFile: 'model.safetensors' }, root: join(golden, 'gpt2-tiny') })).rejects.toThrow('need the config.json');
    await expect(runNode(gpt2, { params: { configFile: 'config.json' }, root: join(golden, 'gpt2-tiny') })).rejects.toThrow('add the model.safetensors');
    await expect(runNode(gpt2, { params: { configFile: 'config.json', weightsFile: 'model.safetensors' }, root: join(golden, 'bert-tiny') })).rejects.toThrow(UserError);
    const wordPiece = await fileInput('tokenizer', join(golden, 'bert-tiny/tokenizer.json'));
    await expect(runNode(gpt2, { inputs: { tokenizer: wordPiece }, params: size })).rejects.toThrow('GPT-2 needs byte-level BPE: choose it in "Tokenizer"');
  });
});

describe('learn.train-language-model and learn.generate', () => {
  const params = { epochs: 40, batchSize: 8, learningRate: 1e-2, blockLength: 32, schedule: 'constant' } as const;

  test('learn sentences by heart, and continue them', async () => {
    const validationTable = await makeTable(['text'], [[sentences[2] ?? '']]);
    const run = await runNode(trainLanguageModel, { inputs: { model, table, validationTable }, params, folder, threads: 1 });
    const { model: trained, metrics, loss, perplexity, accuracy } = run.outputs;
    const { values } = metrics.value;
    expect(values['accuracy']).toBeGreaterThan(0.85);
    expect(values['perplexity']).toBeCloseTo(Math.exp(values['loss'] ?? 0), 10);
    expect(values['validation_perplexity']).toBeLessThan(3);
    expect((await readdir(trained.path)).sort()).toEqual(['card.json', 'config.json', 'model.onnx', 'model.safetensors', 'tokenizer.json']);
    expect(JSON.parse(await readFile(join(trained.path, 'card.json'), 'utf8'))).toMatchObject({ task: 'text-generation', maxLength: 32, data: { texts: 40, validationExamples: 1 } });
    for (const chart of [loss, perplexity, accuracy]) expect(chart.value).toMatchObject({ type: 'line', series: [{ name: 'training' }, { name: 'validation' }] });
    expect(run.progress.at(-1)).toMatchObject({ fraction: 1, detail: { perplexity: expect.any(Number) } });

    const written = await runNode(generate, { inputs: { model: trained, prompt: valueInput('text', 'The mill wheel') }, params: { choose: 'greedy', maxNewTokens: 20 }, folder, threads: 1 });
    expect(written.outputs.text.value).toBe('The mill wheel turns slowly.');
    expect(await rowsOf(written.outputs.table, ['text', 'continuation', 'ended_by'])).toEqual([['The mill wheel'], [' turns slowly.'], ['stop']]);

    const prompts = await makeTable(['id', 'beginning'], [[1, 'The mill wheel'], [2, 'The rain fills'], [3, 'The miller '.repeat(30)]]);
    const many = await runNode(generate, { inputs: { model: trained, table: prompts }, params: { textColumn: 'beginning', choose: 'greedy', maxNewTokens: 10, stop: ['slowly'] }, folder, threads: 1 });
    const [beginnings, continuations, tokens] = await rowsOf(many.outputs.table, ['beginning', 'continuation', 'new_tokens']);
    expect([beginnings?.[0], continuations?.slice(0, 2)]).toEqual(['The mill wheel', [' turns ', ' the race.']]);
    expect(tokens?.every((count) => typeof count === 'number' && count <= 10)).toBe(true);
    expect(many.logs.find(({ level }) => level === 'warn')?.message).toContain('1 of 3 prompts were too long for the 32 tokens that the model can look at');
  });

  test('learn texts one by one, and from tokens', async () => {
    const path = join(folder, 'dataset.safetensors');
    await writeTokenDataset(path, { inputIds: sentences.map((text) => read.encodeIds(text)), maxLength: 64, padTokenId: 0 });
    const dataset = await fileInput('dataset', path);
    const run = await runNode(trainLanguageModel, { inputs: { model, dataset }, params: { ...params, epochs: 2, layout: 'texts' }, folder, threads: 1 });
    expect(JSON.parse(await readFile(join(run.outputs.model.path, 'card.json'), 'utf8'))).toMatchObject({ data: { texts: 4, examples: 4 } });
  });

  test('give the same for the same seed, and other texts for another', async () => {
    const hashes = [];
    for (const seed of [1, 1, 2]) {
      const trained = (await runNode(trainLanguageModel, { inputs: { model, table }, params: { ...params, epochs: 1, dropout: 0.1, seed }, folder, threads: 1 })).outputs.model;
      const written = await runNode(generate, { inputs: { model: trained }, params: { prompt: 'The', maxNewTokens: 8, seed }, folder, threads: 1 });
      hashes.push([trained.hash, written.outputs.text.value]);
    }
    expect(hashes[1]).toEqual(hashes[0]);
    expect(hashes[2]).not.toEqual(hashes[0]);
  });

  test('write as many texts as they are asked for', async () => {
    const run = await runNode(generate, { inputs: { model }, params: { prompt: 'The', count: 5, maxNewTokens: 6 }, folder, threads: 1 });
    const [prompts, texts] = await rowsOf(run.outputs.table, ['text', 'continuation']);
    expect(prompts).toEqual(Array.from({ length: 5 }, () => 'The'));
    expect(new Set(texts).size).toBeGreaterThan(1);
    expect(run.outputs.text.value).toBe(`The${String(texts?.[0])}`);
  });

  test('stop when they are cancelled', async () => {
    const controller = new AbortController();
    const running = runNode(trainLanguageModel, { inputs: { model, table }, params: { ...params, epochs: 1_000 }, threads: 1, signal: controller.signal });
    setImmediate(() => controller.abort());
    await expect(running).rejects.toThrow(/abort/i);
    const other = new AbortController();
    const writing = runNode(generate, { inputs: { model, table }, params: { maxNewTokens: 30, endsAtEndOfText: false }, threads: 1, signal: other.signal });
    setImmediate(() => other.abort());
    await expect(writing).rejects.toThrow(/abort/i);
  });

  test('say what is missing or does not fit', async () => {
    const learn = (inputs: object, change = {}) => runNode(trainLanguageModel, { inputs: { model, table, ...inputs }, params: { ...params, epochs: 1, ...change }, threads: 1 });
    await expect(runNode(trainLanguageModel, { inputs: { model } })).rejects.toThrow('There is nothing to learn from: wire a table');
    await expect(learn({ dataset: await fileInput('dataset', tokenizer.path) })).rejects.toThrow('take one wire off');
    await expect(learn({}, { blockLength: 64 })).rejects.toThrow('Blocks of 64 tokens are longer than the 32 that the model can look at');
    await expect(learn({}, { textColumn: 'body' })).rejects.toThrow('Column "body" is missing');
    await expect(learn({ table: await makeTable(['text'], [[''], [null]]) })).rejects.toThrow('The training texts are all empty');
    const bare = (await runNode(gpt2, { params: { ...size, vocabularySize: 290 }, folder })).outputs.model;
    await expect(learn({ model: bare })).rejects.toThrow('A model needs its tokenizer');
    const small = (await runNode(gpt2, { params: { ...size, vocabularySize: 100 }, folder })).outputs.model;
    await expect(learn({ model: small, tokenizer })).rejects.toThrow('The tokenizer knows 290 tokens, the model only 100');
    await expect(learn({}, { patience: 1 })).rejects.toThrow('need examples for validation');
    await expect(runNode(generate, { inputs: { model: bare } })).rejects.toThrow('The model has no readable tokenizer.json');
    await expect(runNode(generate, { inputs: { model }, params: { maxNewTokens: 32 } })).rejects.toThrow('The model can look at 32 tokens, the prompt included');
    await expect(runNode(generate, { inputs: { model, table, prompt: valueInput('text', 'a') } })).rejects.toThrow('not both');
    await expect(runNode(generate, { inputs: { model: await fileInput('model', join(golden, 'bert-tiny')) } })).rejects.toBeInstanceOf(UserError);
  });
});
