import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CheckpointError, ConfigError, type EncodedRows, ExampleError, type FeatureColumn, FeatureEncoder, fitScaler, type FloatTensor, initialTabular, loadTableModel, networkFor,
  saveTableModel, type TableModel, TablePredictor, type TabularConfig, tabularObjective, type TabularTargets, train,
} from '@millrace/nn';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { difference } from './closeness.ts';

let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'millrace-table-model-')); });
afterAll(() => rm(folder, { recursive: true }));

const settings = { optimizer: { kind: 'adam' }, schedule: { kind: 'constant' }, seed: 1, threads: 1 } as const;

describe('a perceptron over rows', () => {
  interface Golden {
    readonly sizes: readonly number[]; readonly hyper: { readonly lr: number }; readonly steps: number; readonly x: FloatTensor; readonly y: { readonly data: readonly number[] };
    readonly initial: Readonly<Record<string, FloatTensor>>; readonly final: Readonly<Record<string, FloatTensor>>; readonly loss: readonly number[];
  }
  const ours = (name: string) => name.replace(/^0\./, 'layers.0.').replace(/^2\./, 'layers.1.').replace(/^4\./, 'output.');

  it.each<[string, (data: readonly number[]) => TabularTargets]>([
    ['classification', (data) => ({ task: 'single_label_classification', classes: Int32Array.from(data) })],
    ['regression', (data) => ({ task: 'regression', values: Float32Array.from(data) })],
  ])('follows the 30 steps of PyTorch for %s', async (name, targetsOf) => {
    const golden: Golden = JSON.parse(readFileSync(new URL(`../../../test/fixtures/golden/mlp/${name}.json`, import.meta.url), 'utf8'));
    const [numbers, first, second, outputs] = golden.sizes as [number, number, number, number];
    const config: TabularConfig = { numbers, embeddings: [], hidden: [first, second], activation: 'relu', dropout: 0, outputs };
    const rows = { rows: golden.x.shape[0]!, numbers: Float32Array.from(golden.x.data), ids: [], unknown: {} };
    const losses: number[] = [];
    const { parameters } = await train({
      ...settings, objective: tabularObjective({ config, rows, targets: targetsOf(golden.y.data) }), learningRate: golden.hyper.lr,
      parameters: new Map(Object.entries(golden.initial).map(([key, { shape, data }]) => [ours(key), { shape, data: Float32Array.from(data) }])),
      epochs: golden.steps, batchSize: { examples: rows.rows }, onStep: ({ score }) => losses.push(score.loss),
    });
    expect(difference(losses, golden.loss)).toBeLessThan(1e-5);
    for (const [key, { data }] of Object.entries(golden.final)) expect([key, difference(parameters.get(ours(key))!.data, data) < 1e-5]).toEqual([key, true]);
  });
});

/** Towns whose answer only their name tells, with a number that tells the rest. */
const towns = Array.from({ length: 240 }, (_, row) => `town ${row % 24}`);
const heights = Float64Array.from(towns, (_, row) => Math.cos(row * 1.3));
const columns: FeatureColumn[] = [{ kind: 'category', name: 'town', values: towns }, { kind: 'number', name: 'height', values: heights }];
const classes = Int32Array.from(towns, (town, row) => (Number(town.slice(5)) % 3 === 0 ? 2 : Number(heights[row]! > 0)));

async function learn(): Promise<{ model: TableModel; rows: EncodedRows }> {
  const { encoder } = FeatureEncoder.fit(columns);
  const model: TableModel = {
    task: { kind: 'classification', target: 'kind', labels: ['low', 'high', 'sea'] }, encoder, network: { hidden: [16], activation: 'relu', dropout: 0 }, parameters: new Map(),
  };
  const config = networkFor(model);
  const rows = encoder.encode(columns);
  const { parameters } = await train({
    ...settings, objective: tabularObjective({ config, rows, targets: { task: 'single_label_classification', classes } }), parameters: initialTabular(config, 5),
    learningRate: 0.02, epochs: 30, batchSize: { examples: 24 },
  });
  return { model: { ...model, parameters }, rows };
}

describe('a model of a table', () => {
  it('learns from names of which there are many, and answers the same after it was saved and read', async () => {
    const { model, rows } = await learn();
    const predictor = await TablePredictor.open(model, { threads: 1 });
    const answers = await predictor.probabilities(rows);
    await predictor.close();
    expect(answers.filter((row, index) => row.indexOf(Math.max(...row)) === classes[index])).toHaveLength(240);
    expect(answers[0]!.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);

    await saveTableModel(folder, model);
    expect(JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'))).toEqual({ model_type: 'millrace-table', task: model.task, network: model.network });
    const read = await loadTableModel(folder);
    const again = await TablePredictor.open(read, { threads: 1 });
    expect(await again.probabilities(read.encoder.encode(columns))).toEqual(answers);
    await expect(again.numbers(rows)).rejects.toThrow('it predicts no numbers');
    await again.close();
    const session = await InferenceSession.create(join(folder, 'model.onnx'));
    const { logits } = await session.run({ numbers: new Tensor('float32', rows.numbers, [240, 1]), ids_0: new Tensor('int64', BigInt64Array.from(rows.ids[0]!, BigInt), [240]) });
    await session.release();
    const odds = Float64Array.from(logits!.data as Float32Array).map(Math.exp);
    expect(odds[1]! / odds[0]!).toBeCloseTo(answers[0]![1]! / answers[0]![0]!, 4);
  });

  it('predicts numbers in their own unit', async () => {
    const { encoder } = FeatureEncoder.fit(columns.slice(1), { scaling: 'none' });
    const model: TableModel = {
      task: { kind: 'regression', target: 'price', scaler: fitScaler([900, 1100], 'standard') }, encoder, network: { hidden: [], activation: 'relu', dropout: 0 },
      parameters: new Map([['output.weight', { shape: [1, 1], data: Float32Array.of(2) }], ['output.bias', { shape: [1], data: Float32Array.of(0.5) }]]),
    };
    const predictor = await TablePredictor.open(model, { threads: 1 });
    const given = (...values: number[]) => encoder.encode([{ kind: 'number', name: 'height', values: Float64Array.from(values) }]);
    const done: number[] = [];
    expect(Array.from(await predictor.numbers(given(0, 1, -0.25), { onProgress: (rows) => done.push(rows) }))).toEqual([1050, 1250, 1000]);
    expect(done).toEqual([3]);
    expect(await predictor.numbers(given())).toEqual(new Float64Array(0));
    await expect(predictor.numbers(given(1, 1e300))).rejects.toThrow(new ExampleError('Row 2 gets no finite answer: one of its numbers is too large for the model.'));
    const controller = new AbortController();
    controller.abort();
    await expect(predictor.numbers(given(0), { signal: controller.signal })).rejects.toThrow(/abort/i);
    await predictor.close();
  });

  it('says what is wrong with its folder', async () => {
    const { model } = await learn();
    await saveTableModel(folder, model);
    const change = async (file: string, content: unknown) => writeFile(join(folder, file), JSON.stringify(content));
    await change('encoder.json', FeatureEncoder.fit(columns, { categories: 'one-hot' }).encoder);
    await expect(loadTableModel(folder)).rejects.toThrow(CheckpointError);
    await change('encoder.json', {});
    await expect(loadTableModel(folder)).rejects.toThrow(/encoder\.json: This is no encoder of columns/);
    await change('config.json', { model_type: 'bert' });
    await expect(loadTableModel(folder)).rejects.toThrow(ConfigError);
    await expect(loadTableModel(folder)).rejects.toThrow(/config\.json: This is not the configuration of a model for tables/);
    await expect(saveTableModel(folder, { ...model, parameters: new Map() })).rejects.toThrow('columns.town.weight [25, 9] is missing');
  });
});
