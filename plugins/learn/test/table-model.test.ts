import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { predictTable, tableModel, train as trainText } from '@millrace/plugin-learn';
import { UserError, type FileInput, type TableInput } from '@millrace/sdk';
import { fileInput, runNode } from '@millrace/sdk/testing';
import { openTables, type Cell, type NewColumn, type Tables } from '@millrace/tables';
import type { z } from 'zod';

let folder = '';
let tables: Tables;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-table-'));
  tables = await openTables();
});
afterAll(async () => {
  await tables.close();
  await rm(folder, { recursive: true });
});

async function table(columns: readonly (string | NewColumn)[], rows: readonly (readonly Cell[])[]): Promise<TableInput> {
  const path = join(await mkdtemp(join(folder, 'table-')), 'table.parquet');
  return { kind: 'table', hash: '', ...await tables.writeRows(columns.map((column) => (typeof column === 'string' ? { name: column } : column)), rows, path) };
}

const rowsOf = async ({ path, columns }: TableInput) => {
  const cells = await Promise.all(columns.map(({ name }) => tables.column(path, name)));
  return (cells[0] ?? []).map((_, row) => Object.fromEntries(columns.map(({ name }, column) => [name, cells[column]?.[row]])));
};

/** Fruit: what it is follows from its size and its skin; one number in ten is missing, and the number of the row says nothing. */
const fruitColumns = ['row', 'size', 'skin', { name: 'picked', type: 'date' }, 'ripe', 'fruit'] as const;
const fruit = (count: number, from = 0) => Array.from({ length: count }, (_, index): Cell[] => {
  const row = index + from;
  const size = 3 + ((row * 7) % 50) / 10;
  const skin = ['smooth', 'rough', 'hairy'][row % 3] ?? '';
  return [row, row % 10 === 0 ? null : size, skin, `2024-${String(1 + (row % 12)).padStart(2, '0')}-15`, row % 2 === 0, skin === 'hairy' ? 'kiwi' : skin === 'smooth' ? 'apple' : 'orange'];
});
const prices = (count: number) => Array.from({ length: count }, (_, row): Cell[] => {
  const [area, rooms] = [40 + ((row * 37) % 90), 1 + (row % 5)];
  return [area, rooms, ['north', 'south'][row % 2] ?? '', 1000 * area + 5000 * rooms + (row % 2 === 0 ? 20_000 : 0)];
});
const priceColumns = ['area', 'rooms', 'side', 'price'] as const;

describe('learn.table-model', () => {
  test('learns to tell labels apart without being told anything but the target', async () => {
    const run = await runNode(tableModel, { inputs: { train: await table(fruitColumns, fruit(300)) }, params: { target: 'fruit' }, folder, threads: 1 });
    const { model, metrics, loss, features, importance } = run.outputs;
    expect(metrics.value.values).toMatchObject({ accuracy: 1, validation_accuracy: 1 });
    expect((await readdir(model.path)).sort()).toEqual(['card.json', 'config.json', 'encoder.json', 'model.onnx', 'model.safetensors']);
    expect(model.meta).toEqual({ architecture: 'Multilayer perceptron', target: 'fruit', labels: ['apple', 'kiwi', 'orange'] });
    expect(JSON.parse(await readFile(join(model.path, 'card.json'), 'utf8'))).toMatchObject({
      task: 'table-classification', labels: ['apple', 'kiwi', 'orange'], data: { rows: 270, validationRows: 30 },
      columns: [{ name: 'row', kind: 'number' }, { name: 'size', kind: 'number' }, { name: 'skin', kind: 'category' }, { name: 'picked', kind: 'date' }, { name: 'ripe', kind: 'boolean' }],
    });
    const messages = run.logs.map(({ message }) => message);
    expect(messages).toContain('"fruit" has 3 labels, which are told apart: apple, kiwi, orange.');
    expect(messages).toContain('30 of 300 rows are held back to tell when to stop; wire "Validation rows" to choose them yourself.');
    expect(messages).toContain('Column "row" has another whole number in every row; if it only numbers the rows, leave it out.');
    expect(loss.value).toMatchObject({ type: 'line', series: [{ name: 'training' }, { name: 'validation' }] });
    const [most] = await rowsOf(features);
    expect(most).toEqual({ column: 'skin', importance: expect.any(Number) });
    expect(importance.value).toMatchObject({ type: 'bar', bars: expect.arrayContaining([{ label: 'skin', value: most?.['importance'] }]) });
    expect(run.progress.at(-1)?.detail).toMatchObject({ loss: expect.any(Number), accuracy: expect.any(Number) });
  });

  test('a logistic regression shows its coefficients, label by label', async () => {
    const { outputs } = await runNode(tableModel, { inputs: { train: await table(fruitColumns, fruit(90)) }, params: { target: 'fruit', model: 'linear', features: ['size', 'skin'] }, folder, threads: 1 });
    expect(outputs.metrics.value.values).toEqual({ loss: expect.any(Number), accuracy: 1 });
    expect(outputs.features.columns.map(({ name }) => name)).toEqual(['feature', 'label', 'coefficient', 'per_unit']);
    const rows = await rowsOf(outputs.features);
    expect(rows.slice(0, 6).map(({ feature, label }) => `${String(feature)} → ${String(label)}`)).toEqual(['(constant) → apple', 'size → apple', 'size is missing → apple', 'skin = hairy → apple', 'skin = rough → apple', 'skin = smooth → apple']);
    expect(Number(rows[5]?.['coefficient'])).toBeGreaterThan(2);
    expect(outputs.importance.value).toMatchObject({ title: 'Largest coefficients' });
    expect(JSON.parse(await readFile(join(outputs.model.path, 'card.json'), 'utf8'))).toMatchObject({ architecture: 'Logistic regression' });
  });

  test('a linear regression finds what a unit of each column is worth', async () => {
    const { outputs, logs } = await runNode(tableModel, { inputs: { train: await table(priceColumns, prices(120)) }, params: { target: 'price', model: 'linear', l2: 0 }, folder, threads: 1 });
    const worth = Object.fromEntries((await rowsOf(outputs.features)).map(({ feature, per_unit }) => [String(feature), Number(per_unit)]));
    expect(worth['area']).toBeCloseTo(1000, 1);
    expect(worth['rooms']).toBeCloseTo(5000, 0);
    expect((worth['side = north'] ?? 0) - (worth['side = south'] ?? 0)).toBeCloseTo(20_000, -1);
    expect(outputs.metrics.value.values['r2']).toBeCloseTo(1, 6);
    expect(logs[0]?.message).toBe('"price" holds 90 different numbers, so a number is predicted.');
  });

  test('a network predicts numbers too, and gives the same bytes for the same seed', async () => {
    const inputs = { train: await table(priceColumns, prices(400)), validation: await table(priceColumns, prices(40)) };
    const learn = (seed: number) => runNode(tableModel, { inputs, params: { target: 'price', epochs: 30, seed }, folder, threads: 1 });
    const [one, two, other] = [await learn(3), await learn(3), await learn(4)];
    expect(one.outputs.metrics.value.values['validation_r2']).toBeGreaterThan(0.97);
    expect(one.outputs.metrics.value.values['validation_rmse']).toBeLessThan(5_000);
    expect(two.outputs.model.hash).toBe(one.outputs.model.hash);
    expect(two.outputs.features.hash).toBe(one.outputs.features.hash);
    expect(other.outputs.model.hash).not.toBe(one.outputs.model.hash);
  });

  test('stops when the validation gets no better, and lets rare labels count more if asked', async () => {
    const rare = fruit(300).map((row, index): Cell[] => [...row.slice(0, 5), Number(row[1]) > 7 && index % 3 === 0 ? 'quince' : 'apple']); // a third of the large ones
    const inputs = { train: await table(fruitColumns, rare) };
    const params = { target: 'fruit', features: ['size'], epochs: 200, patience: 3 } as const;
    const plain = await runNode(tableModel, { inputs, params, folder, threads: 1 });
    const { epochs, kept_epoch: kept } = plain.outputs.metrics.value.values;
    expect(Number(epochs)).toBeLessThan(200);
    expect(Number(epochs) - Number(kept)).toBe(3);
    const balanced = await runNode(tableModel, { inputs, params: { ...params, classWeights: 'balanced' }, folder, threads: 1 });
    const found = async ({ outputs }: typeof plain) => (await rowsOf((await runNode(predictTable, { inputs: { model: outputs.model, table: inputs.train }, folder })).outputs.predictions)).filter(({ predicted }) => predicted === 'quince').length;
    expect(await found(balanced)).toBeGreaterThan(await found(plain));
  });

  test('takes numbers as names where told, and classes that are numbers in their order', async () => {
    const rows = Array.from({ length: 60 }, (_, row): Cell[] => [[10, 9, 100][row % 3] ?? 0, [2, 10, 1][row % 3] ?? 0]);
    const { outputs } = await runNode(tableModel, { inputs: { train: await table(['code', 'class'], rows) }, params: { target: 'class', model: 'linear', categories: ['code'] }, folder, threads: 1 });
    expect(outputs.model.meta['labels']).toEqual(['1', '2', '10']);
    expect((await rowsOf(outputs.features)).slice(0, 4).map(({ feature }) => feature)).toEqual(['(constant)', 'code = 9', 'code = 10', 'code = 100']);
  });

  test('stops when it is cancelled', async () => {
    const controller = new AbortController();
    controller.abort();
    for (const model of ['mlp', 'linear'] as const) {
      await expect(runNode(tableModel, { inputs: { train: await table(fruitColumns, fruit(30)) }, params: { target: 'fruit', model }, signal: controller.signal })).rejects.toThrow(/abort/i);
    }
  });

  test('says what is wrong with the table', async () => {
    const train = await table(fruitColumns, fruit(120));
    const learn = (params: Partial<z.input<typeof tableModel.params>>, inputs: { readonly train?: TableInput; readonly validation?: TableInput } = {}) =>
      runNode(tableModel, { inputs: { train, ...inputs }, params: { target: 'fruit', model: 'linear', ...params }, folder, threads: 1 });
    await expect(learn({ target: 'colour' })).rejects.toThrow('Column "colour" is missing; the table has: row, size, skin, picked, ripe, fruit');
    await expect(learn({ features: ['fruit', 'size'] })).rejects.toThrow('The target column "fruit" is also among the features');
    await expect(learn({ task: 'regression' })).rejects.toThrow('The target column "fruit" holds text, not numbers');
    await expect(learn({}, { train: await table(fruitColumns, []) })).rejects.toThrow('There are no rows to train on.');
    await expect(learn({}, { train: await table(['x', 'fruit'], [[1, 'kiwi'], [2, 'kiwi']]) })).rejects.toThrow('All 2 rows have the same "fruit", "kiwi": there is nothing to learn.');
    await expect(learn({}, { train: await table(['x', { name: 'fruit', type: 'text' }], [[1, null]]) })).rejects.toThrow('The target column "fruit" has no values.');
    await expect(learn({ target: 'name' }, { train: await table(['x', 'name'], Array.from({ length: 60 }, (_, row) => [row, `n${row}`])) })).rejects.toThrow('has 60 different values in 60 rows: too many to tell apart');
    await expect(learn({}, { train: await table(['same', 'fruit'], [[1, 'kiwi'], [1, 'apple']]) })).rejects.toThrow('There is no column to learn from. Column "same" is left out: every row has the same value, 1.');
    await expect(learn({}, { validation: await table(fruitColumns, [[1, 2, 'smooth', '2024-01-01', true, 'melon']]) })).rejects.toThrow('Row 1 of the validation table has the label "melon", which the training rows do not have (they have: apple, kiwi, orange).');
    await expect(learn({ target: 'fruit' }, { train: await table(['x', 'fruit'], [[1, 'kiwi'], [2, 'apple'], [3, null]]) })).resolves.toMatchObject({ logs: expect.arrayContaining([{ level: 'warn', message: '1 of 3 rows of the training table have no value in "fruit" and are passed over.' }]) });
    await expect(learn({ hidden: [0] })).rejects.toThrow('Parameter "hidden.0"');
  });
});

describe('learn.predict-table', () => {
  let fruits: FileInput<'model'>;
  let worth: FileInput<'model'>;
  beforeAll(async () => {
    const learn = async (train: TableInput, target: string) => (await runNode(tableModel, { inputs: { train }, params: { target, model: 'linear', l2: 0.01 }, folder, threads: 1 })).outputs.model;
    fruits = await learn(await table(fruitColumns, fruit(120)), 'fruit');
    worth = await learn(await table(priceColumns, prices(120)), 'price');
  });

  test('gives labels with their probabilities, beside the truth and the columns to keep', async () => {
    const given = await table(fruitColumns, fruit(3, 121));
    const run = await runNode(predictTable, { inputs: { model: fruits, table: given }, params: { keep: ['row', 'picked'] }, folder });
    expect(run.outputs.predictions.columns.map(({ name, type }) => `${name} ${type}`)).toEqual(['row integer', 'picked date', 'label text', 'predicted text', 'score number', 'p_apple number', 'p_kiwi number', 'p_orange number']);
    expect(await rowsOf(run.outputs.predictions)).toMatchObject([{ row: 121, picked: '2024-02-15', label: 'orange', predicted: 'orange' }, { label: 'kiwi', predicted: 'kiwi' }, { label: 'apple', predicted: 'apple' }]);
    expect(run.progress.at(-1)).toEqual({ fraction: 1, message: '3 of 3 rows' });
  });

  test('predicts numbers, with the true ones if the table has them', async () => {
    const run = await runNode(predictTable, { inputs: { model: worth, table: await table(priceColumns, prices(5)) }, folder });
    for (const { actual, predicted } of await rowsOf(run.outputs.predictions)) expect(Math.abs(Number(actual) - Number(predicted))).toBeLessThan(100);
    const without = await runNode(predictTable, { inputs: { model: worth, table: await table(['side', 'rooms', 'area'], [['south', 2, 50]]) }, folder });
    expect(await rowsOf(without.outputs.predictions)).toEqual([{ predicted: expect.closeTo(60_000, -3) }]);
  });

  test('names what the model has not seen, and answers all the same', async () => {
    const rows: Cell[][] = [[1, 4, 'spiny', '2024-01-01', true, 'durian'], [2, null, null, null, null, null]];
    const run = await runNode(predictTable, { inputs: { model: fruits, table: await table(fruitColumns, rows) }, folder });
    expect(run.logs).toEqual([
      { level: 'warn', message: '1 of 2 rows have a value in "skin" that the model has not seen.' },
      { level: 'warn', message: '1 of 2 rows have a label that the model has not seen and cannot answer: "durian". It knows apple, kiwi, orange.' },
    ]);
    expect(await rowsOf(run.outputs.predictions)).toMatchObject([{ label: 'durian', score: expect.any(Number) }, { label: null, score: expect.any(Number) }]);
  });

  test('says what does not fit', async () => {
    const predict = (model: FileInput<'model'>, given: TableInput, keep: string[] = []) => runNode(predictTable, { inputs: { model, table: given }, params: { keep }, folder });
    await expect(predict(worth, await table(['area', 'rooms'], [[1, 2]]))).rejects.toThrow('Column "side" is missing; the table has: area, rooms');
    await expect(predict(worth, await table(['area', 'rooms', 'side'], [['large', 2, 'north']]))).rejects.toThrow('Column "area" holds text, and the model learnt from numbers. Change its type with "Clean".');
    await expect(predict(worth, await table(['area', 'rooms', 'side', 'predicted'], [[1, 2, 'north', 3]]), ['predicted'])).rejects.toThrow('The column "predicted" cannot be kept');
    await expect(predict(worth, await table(['area', 'rooms', 'side'], []))).rejects.toThrow('There are no rows to predict.');
    const bert = await mkdtemp(join(folder, 'model-'));
    await writeFile(join(bert, 'config.json'), JSON.stringify({ model_type: 'bert' }));
    await expect(predict(await fileInput('model', bert), await table(['x'], [[1]]))).rejects.toThrow('This is not the configuration of a model for tables');
    await expect(predict(await fileInput('model', bert), await table(['x'], [[1]]))).rejects.toThrow(UserError);
  });

  test('a model for tables is no start for training on texts', async () => {
    await expect(runNode(trainText, { inputs: { model: fruits, train: await fileInput('dataset', join(fruits.path, 'config.json')) } })).rejects.toThrow(UserError);
  });
});
