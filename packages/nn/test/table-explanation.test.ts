import { type FeatureColumn, FeatureEncoder, type FloatTensor, linearCoefficients, networkFor, permutationImportance, type TableModel, TablePredictor } from '@millrace/nn';

const columns: FeatureColumn[] = [
  { kind: 'number', name: 'wind', values: Float64Array.of(0, 10, 20, NaN) },
  { kind: 'category', name: 'sky', values: ['clear', 'grey', 'grey', 'clear'] },
  { kind: 'date', name: 'day', values: ['2020-06-01', '2022-06-01', '2021-06-01', '2021-06-01'] },
];
const { encoder } = FeatureEncoder.fit(columns);
const linear = (task: TableModel['task'], ...rows: readonly number[][]): TableModel => ({
  task, encoder, network: { hidden: [], activation: 'relu', dropout: 0 },
  parameters: new Map<string, FloatTensor>([
    ['output.weight', { shape: [rows.length, encoder.numberNames.length], data: Float32Array.from(rows.flatMap((row) => encoder.numberNames.map((_, place) => row[place] ?? 0))) }],
    ['output.bias', { shape: [rows.length], data: Float32Array.from(rows, () => 0.125) }],
  ]),
});

describe('coefficients of a linear model', () => {
  it('are told for one unit of each column, and add up to the answer', async () => {
    const model = linear({ kind: 'regression', target: 'waves', scaler: { center: 3, scale: 2 } }, [0.5, 0.25, -1, 1, 0.75]);
    const found = linearCoefficients(model);
    expect(found.slice(0, 4).map(({ feature, label }) => [feature, label])).toEqual([[undefined, undefined], ['wind', undefined], ['wind is missing', undefined], ['sky = clear', undefined]]);
    expect(found[1]).toMatchObject({ coefficient: 0.5, perUnit: 0.5 / Math.sqrt(200 / 3) * 2 });
    const worth = new Map(found.map(({ feature, perUnit }) => [feature, perUnit]));
    const predictor = await TablePredictor.open(model, { threads: 1 });
    const [answer] = await predictor.numbers(encoder.encode(columns.map((column) => ({ ...column, values: column.values.slice(1, 2) }) as FeatureColumn))); // of the same type still
    await predictor.close();
    expect(worth.get(undefined)! + 10 * worth.get('wind')! + worth.get('sky = grey')! + 2022 * worth.get('day: year')!).toBeCloseTo(answer!, 3);
  });

  it('are those of every label, and of two labels those of the second', () => {
    const three = linearCoefficients(linear({ kind: 'classification', target: 'sea', labels: ['calm', 'rough', 'wild'] }, [1], [2], [3]));
    expect(three.filter(({ feature }) => feature === 'wind').map(({ label, coefficient }) => [label, coefficient])).toEqual([['calm', 1], ['rough', 2], ['wild', 3]]);
    const two = linearCoefficients(linear({ kind: 'classification', target: 'sea', labels: ['calm', 'rough'] }, [1]));
    expect(new Set(two.map(({ label }) => label))).toEqual(new Set(['rough']));
  });
});

it('a column that the model needs is more important than one that it passes over, in the order of need', async () => {
  const model = linear({ kind: 'regression', target: 'waves', scaler: { center: 0, scale: 1 } }, [1, 0, 0.1, -0.1]);
  const wide = columns.map((column) => ({ ...column, values: Array.from({ length: 40 }, (_, row) => column.values[row % 3]) })) as FeatureColumn[];
  const rows = encoder.encode(wide.map((column) => (column.kind === 'number' ? { ...column, values: Float64Array.from(column.values) } : column)));
  const width = encoder.numberNames.length;
  const values = Float32Array.from({ length: 40 }, (_, row) => rows.numbers[row * width]! + 0.1 * rows.numbers[row * width + 2]! - 0.1 * rows.numbers[row * width + 3]!);
  const before = rows.numbers.slice();
  const ranked = await permutationImportance({ encoder, config: networkFor(model), parameters: model.parameters, rows, targets: { task: 'regression', values }, seed: 1, threads: 1 });
  expect(ranked.map(({ column }) => column)).toEqual(['wind', 'sky', 'day']);
  expect(ranked[0]!.importance).toBeGreaterThan(1);
  expect(ranked[2]!.importance).toBeCloseTo(0, 6);
  expect(rows.numbers).toEqual(before);
});
