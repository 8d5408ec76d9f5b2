import { beforeAll, describe, expect, test } from '@jest/globals';
import { testTables } from './folder.ts';

const t = testTables();

beforeAll(async () => {
  await t.tables.writeRows([{ name: 'n' }, { name: 'word' }, { name: 'day', type: 'date' }, { name: 'yes' }], [
    [3, 'b', '2024-01-03', true], [1, 'a', '2024-01-01', false], [null, 'b', null, null], [2, null, '2024-01-02', true], [3, 'say "hi", ok', '2024-01-03', false],
  ], t.path('small.parquet'));
});

test('tells where each row of a page stands in the table, sorted, filtered or not', async () => {
  const small = t.path('small.parquet');
  expect((await t.tables.slice(small, { offset: 1, limit: 2 })).numbers).toEqual([1, 2]);
  expect((await t.tables.slice(small, { sort: [{ column: 'n', descending: true }] })).numbers).toEqual([0, 4, 3, 1, 2]);
  const filter = { all: [{ column: 'n', operator: '>=' as const, value: 2 }, { column: 'n', operator: '<=' as const, value: 3 }] };
  expect(await t.tables.slice(small, { filter, sort: [{ column: 'word' }], columns: ['word'] })).toMatchObject({ numbers: [0, 4, 3], totalRows: 3, rows: [['b'], ['say "hi", ok'], [null]] });
});

test('an arranged table gives the same pages as sorting and filtering at once', async () => {
  const small = t.path('small.parquet');
  const arrangement = { sort: [{ column: 'word', descending: true }, { column: 'n' }], filter: { column: 'n', operator: 'is-not-missing' as const } };
  const arranged = await t.tables.arrange(small, arrangement, t.path('arranged.parquet'));
  for (const offset of [0, 2, 4]) {
    const page = { offset, limit: 2 };
    expect(await t.tables.slice(arranged.path, { ...page, numbersFrom: arranged.numbers })).toEqual(await t.tables.slice(small, { ...page, ...arrangement }));
  }
});

test('a table may have columns with the names of the reader itself', async () => {
  await t.tables.writeRows([{ name: 'file_row_number' }, { name: 'row_number' }], [[7, 'x'], [8, 'y']], t.path('names.parquet'));
  expect(await t.tables.slice(t.path('names.parquet'), { sort: [{ column: 'row_number', descending: true }] })).toMatchObject({ columns: [{ name: 'file_row_number' }, { name: 'row_number' }], rows: [[8, 'y'], [7, 'x']], numbers: [1, 0] });
  const arranged = await t.tables.arrange(t.path('names.parquet'), { sort: [{ column: 'file_row_number', descending: true }] }, t.path('names-2.parquet'));
  expect(await t.tables.slice(arranged.path, { numbersFrom: arranged.numbers })).toMatchObject({ rows: [[8, 'y'], [7, 'x']], numbers: [1, 0] });
});

test('writes CSV that says what is missing and what is empty, and quotes what must be', async () => {
  await t.tables.writeRows([{ name: 'a, b' }, { name: 'c' }], [['x\ny', 1], ['', null], [null, 2.5], ['=1+1', 3]], t.path('csv.parquet'));
  let text = '';
  for await (const piece of t.tables.csv(t.path('csv.parquet'), { sort: [{ column: 'c', descending: true }] })) text += piece;
  expect(text).toBe('"a, b",c\r\n=1+1,3\r\n,2.5\r\n"x\ny",1\r\n"",\r\n');
});

test('exports some rows and columns as a table of their own', async () => {
  const info = await t.tables.export(t.path('small.parquet'), { columns: ['word', 'n'], filter: { column: 'word', operator: '=', value: 'b' } }, t.path('export.parquet'));
  expect(info.columns).toEqual([{ name: 'word', type: 'text' }, { name: 'n', type: 'integer' }]);
  expect(await t.rows(t.path('export.parquet'))).toEqual([['b', 3], ['b', null]]);
});

test('profiles the columns asked for, with tails of numbers, bars of days and frequent numbers', async () => {
  const { columns: [n, day] } = await t.tables.profile(t.path('small.parquet'), { columns: ['n', 'day'], bins: 2 });
  expect(n).toMatchObject({ quartiles: [1.75, 2.5, 3], topValues: [{ value: 3, count: 2 }, { value: 1, count: 1 }, { value: 2, count: 1 }] });
  expect(n?.tails?.map((tail) => Number(tail?.toFixed(4)))).toEqual([1.03, 1.15, 3, 3]);
  expect(day?.histogram).toEqual({ edges: [Date.UTC(2024, 0, 1), Date.UTC(2024, 0, 2), Date.UTC(2024, 0, 3)], counts: [1, 3] });
  await expect(t.tables.profile(t.path('small.parquet'), { columns: ['x'] })).rejects.toThrow('Column "x" is missing; the table has: n, word, day, yes');
});

describe('charts', () => {
  const chart = (request: Parameters<typeof t.tables.chart>[1], filter?: Parameters<typeof t.tables.chart>[2]) => t.tables.chart(t.path('small.parquet'), request, filter);

  test('count values in bars, apart for each group', async () => {
    expect(await chart({ type: 'histogram', x: 'n', by: 'yes', bins: 2 })).toEqual({
      type: 'histogram', edges: [1, 2, 3], time: false,
      series: [{ name: 'false', counts: [1, 1] }, { name: 'true', counts: [0, 2] }, { name: '(missing)', counts: [0, 0] }],
    });
    expect(await chart({ type: 'histogram', x: 'n', bins: 2 }, { column: 'n', operator: '<', value: 3 })).toMatchObject({ edges: [1, 1.5, 2], series: [{ name: 'n', counts: [1, 1] }] });
    await expect(chart({ type: 'histogram', x: 'word' })).rejects.toThrow('Column "word" holds text; this axis needs numbers or times.');
  });

  test('draw a bar for each value: how many rows, or an aggregate of them', async () => {
    expect(await chart({ type: 'bar', x: 'word' })).toEqual({ type: 'bar', bars: [{ label: 'b', value: 2 }, { label: 'a', value: 1 }, { label: 'say "hi", ok', value: 1 }, { label: '(missing)', value: 1 }] });
    expect(await chart({ type: 'bar', x: 'n', y: 'yes', aggregate: 'mean' })).toEqual({ type: 'bar', bars: [{ label: '1', value: 0 }, { label: '2', value: 1 }, { label: '3', value: 0.5 }] });
    await expect(chart({ type: 'bar', x: 'n', y: 'word', aggregate: 'sum' })).rejects.toThrow('Column "word" holds text; the sum is of numbers.');
  });

  test('draw lines over numbers, over time and over rows', async () => {
    expect(await chart({ type: 'line', x: 'day', y: ['n'] })).toEqual({ type: 'line', time: true, series: [{ name: 'n', points: [1, 2, 3].map((day) => [Date.UTC(2024, 0, day), day]) }] });
    expect(await chart({ type: 'line', y: ['n'] })).toEqual({ type: 'line', time: false, series: [{ name: 'n', points: [[0, 3], [1, 1], [3, 2], [4, 3]] }] });
  });

  test('draw points in groups, boxes and a heat map', async () => {
    expect(await chart({ type: 'scatter', x: 'n', y: 'n', by: 'word' })).toMatchObject({ series: [{ name: 'b', points: [[3, 3]] }, { name: 'a', points: [[1, 1]] }, { name: 'say "hi", ok', points: [[3, 3]] }, { name: '(missing)', points: [[2, 2]] }] });
    await t.tables.writeRows([{ name: 'v' }], [1, 2, 3, 4, 5, 6, 7, 8, 9, 50].map((value) => [value]), t.path('box.parquet'));
    expect(await t.tables.chart(t.path('box.parquet'), { type: 'box', y: 'v' })).toEqual({ type: 'box', boxes: [{ label: 'v', count: 10, low: 1, quartiles: [3.25, 5.5, 7.75], high: 9, beyond: 1, outliers: [50] }] });
    expect(await chart({ type: 'heat', x: 'word', y: 'yes', value: 'n' })).toEqual({
      type: 'heat', xLabels: ['b', 'a', 'say "hi", ok', '(missing)'], yLabels: ['false', 'true', '(missing)'], values: [[null, 1, 3, null], [3, null, null, 2], [null, null, null, null]],
    });
  });

  test('of many rows stay small and say what they show', async () => {
    const rows = Array.from({ length: 12_000 }, (_, index) => [index, `w${index % 50}`, index % 997]);
    await t.tables.writeRows([{ name: 'i' }, { name: 'w' }, { name: 'r' }], rows, t.path('many.parquet'));
    const many = (request: Parameters<typeof t.tables.chart>[1]) => t.tables.chart(t.path('many.parquet'), request);
    expect(await many({ type: 'bar', x: 'w' })).toMatchObject({ bars: { length: 30 }, sample: { shown: 30, of: 50, what: 'groups' } });
    const points = await many({ type: 'scatter', x: 'i', y: 'r' });
    expect(points).toMatchObject({ series: [{ points: { length: 5000 } }], sample: { shown: 5000, of: 12_000, what: 'rows' } });
    expect(await many({ type: 'scatter', x: 'i', y: 'r' })).toEqual(points);
    expect(await many({ type: 'line', x: 'i', y: ['r'] })).toMatchObject({ series: [{ points: { length: 600 } }] });
    expect(await many({ type: 'heat', x: 'i', y: 'r' })).toMatchObject({ xLabels: { length: 24 }, yLabels: { length: 24 } });
  });
});

describe('a table of predictions', () => {
  // The example of scikit-learn's documentation: roc_auc_score 0.75, average_precision_score 0.8333….
  const rows = [['no', 'no', 0.1], ['no', 'no', 0.4], ['yes', 'no', 0.35], ['yes', 'yes', 0.8]] as const;
  beforeAll(() => t.tables.writeRows([{ name: 'label' }, { name: 'predicted' }, { name: 'p_yes' }, { name: 'p_no' }], rows.map(([label, predicted, p]) => [label, predicted, p, 1 - p]), t.path('predictions.parquet')));

  test('is counted at every threshold, with the areas of scikit-learn', async () => {
    const figures = await t.tables.predictions(t.path('predictions.parquet'), 'yes');
    expect(figures).toMatchObject({ labels: ['yes', 'no'], names: ['yes', 'no'], counts: [[1, 1], [0, 2]], positives: 2, negatives: 2, rocAuc: 0.75 });
    expect(figures.averagePrecision).toBeCloseTo(0.8333333333, 9);
    expect(figures.brier).toBeCloseTo((0.01 + 0.16 + 0.65 ** 2 + 0.04) / 4, 9);
    expect(figures.curve).toEqual([[0.8, 1, 0], [0.4, 1, 1], [0.35, 2, 1], [0.1, 2, 2]].map(([threshold, truePositives, falsePositives]) => ({ threshold, truePositives, falsePositives })));
    expect(figures.calibration).toEqual([[0.1, 0, 1], [0.35, 1, 1], [0.4, 0, 1], [0.8, 1, 1]].map(([predicted, observed, count]) => ({ predicted, observed, count })));
  });

  test('is told from another table in words', async () => {
    await expect(t.tables.predictions(t.path('small.parquet'), 'yes')).rejects.toThrow('This is not a table of predictions with labels (it has: n, word, day, yes)');
    await expect(t.tables.predictions(t.path('predictions.parquet'), 'maybe')).rejects.toThrow('The predictions know no label "maybe"; they know: yes, no');
  });
});
