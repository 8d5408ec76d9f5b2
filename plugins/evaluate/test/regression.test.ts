// Figures of predicted numbers against scikit-learn (provenance: test/fixtures/golden/README.md).
import { mkdtemp, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { regression, regressionMetrics } from '@millrace/plugin-evaluate';
import { UserError, type TableInput } from '@millrace/sdk';
import { runNode } from '@millrace/sdk/testing';
import { openTables, type Cell } from '@millrace/tables';

interface Golden { readonly name: string; readonly y_true: readonly number[]; readonly y_pred: readonly number[]; readonly metrics: Readonly<Record<string, number | null>>; readonly warned: readonly string[] }
const { regression: cases }: { readonly regression: readonly Golden[] } = read('metrics.json');
const ours = {
  mean_absolute_error: 'mae', mean_squared_error: 'mse', root_mean_squared_error: 'rmse', r2_score: 'r2', mean_absolute_percentage_error: 'mape',
  explained_variance_score: 'explained_variance', max_error: 'max_error', median_absolute_error: 'median_absolute_error',
} as const;
const more: { readonly regression_metrics: readonly ({ readonly actual: readonly number[]; readonly predicted: readonly number[] } & Readonly<Record<keyof typeof ours, number>>)[] } = read('linear-models.json');

let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'millrace-regression-')); });
afterAll(() => rm(folder, { recursive: true }));

const near = (value: number | null | undefined, expected: number) => expect(Math.abs((value ?? NaN) - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));

test.each(cases.map((each) => [each.name, each] as const))('the errors of "%s" are those of scikit-learn', (_, { y_true: actual, y_pred: predicted, metrics, warned }) => {
  const scores = regressionMetrics(actual, predicted);
  for (const name of ['mae', 'mse', 'rmse', 'r2'] as const) {
    const expected = metrics[name];
    if (typeof expected === 'number') near(scores[name].value, expected);
    else expect(scores[name].value).toBeNull();
    expect(scores[name].warning !== undefined).toBe(warned.includes(name));
  }
});

test('so are the other figures, also for truths of 0 and truths that never vary', () => {
  for (const { actual, predicted, ...expected } of more.regression_metrics) {
    const scores = regressionMetrics(actual, predicted);
    for (const [theirs, name] of Object.entries(ours)) near(scores[name].value, expected[theirs as keyof typeof ours]);
  }
  expect(regressionMetrics([], []).mae).toEqual({ value: null, warning: 'there are no rows' });
});

describe('evaluate.regression', () => {
  test('gives figures and charts, and passes over rows without a number', async () => {
    const rows = Array.from({ length: 200 }, (_, row): Cell[] => [row % 100, (row % 100) + (row % 2 === 0 ? 1 : -1)]);
    const run = await runNode(regression, { inputs: { predictions: await table(['actual', 'predicted'], [...rows, [null, 3], [4, null]]) } });
    expect(run.outputs.metrics.value.values).toMatchObject({ mae: 1, mse: 1, rmse: 1, max_error: 1 });
    expect(run.outputs.predicted.value).toMatchObject({ type: 'line', series: [{ name: 'perfect', points: [[0.5, 0.5], [98.5, 98.5]] }, { name: 'predicted', points: expect.arrayContaining([[0.5, 0.5], [98.5, 98.5]]) }] });
    const { value: residuals } = run.outputs.residuals;
    expect(residuals.type === 'bar' && [residuals.bars[0], residuals.bars.at(-1)]).toEqual([{ label: '-1 to -0.9', value: 100 }, { label: '0.9 to 1', value: 100 }]);
    expect(run.logs.map(({ message }) => message)).toEqual(['2 of 202 rows lack one of the two numbers and are passed over.', '200 rows: mean absolute error 1, root mean squared error 1, R² 0.9988.']);
  });

  test('reads other columns, and a single perfect row', async () => {
    const predictions = await table(['price', 'guess'], [[4, 4]]);
    const run = await runNode(regression, { inputs: { predictions }, params: { actual: 'price', predicted: 'guess' } });
    expect(run.outputs.metrics.value.values).toMatchObject({ mae: 0, r2: null });
    expect(run.outputs.residuals.value).toMatchObject({ bars: [{ label: '0', value: 1 }] });
    expect(run.logs[0]).toEqual({ level: 'warn', message: 'r2 is not defined: it takes at least two rows.' });
  });

  test('says which column is missing or holds no numbers', async () => {
    const evaluate = (predictions: TableInput) => runNode(regression, { inputs: { predictions } });
    await expect(evaluate(await table(['predicted'], [[1]]))).rejects.toThrow('Column "actual" is missing; the table has: predicted. The predicted rows had no true number, so there is nothing to compare with.');
    await expect(evaluate(await table(['actual', 'predicted'], [['a', 1]]))).rejects.toThrow(UserError);
    await expect(evaluate(await table(['actual', 'predicted'], [[1, null], [null, 2]]))).rejects.toThrow('No row has both a number in "actual" and one in "predicted".');
  });
});

async function table(columns: readonly string[], rows: readonly (readonly Cell[])[]): Promise<TableInput> {
  const tables = await openTables();
  try {
    return { kind: 'table', hash: '', ...await tables.writeRows(columns.map((name) => ({ name })), rows, join(await mkdtemp(join(folder, 'table-')), 'table.parquet')) };
  } finally {
    await tables.close();
  }
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../../test/fixtures/golden/${name}`, import.meta.url), 'utf8')) as T;
}
