// How columns become numbers, against scikit-learn (provenance: test/fixtures/golden/README.md).
import { readFileSync } from 'node:fs';
import { ConfigError, ExampleError, embeddingWidth, type FeatureColumn, FeatureEncoder, fitScaler, type MinMaxOptions, quantile, scaleNumber, type Scaling, unscaleNumber } from '@millrace/nn';

type Matrix = readonly (readonly (number | null)[])[];
interface Fitted { readonly x_out: Matrix; readonly new_out?: Matrix; readonly inverse_of_new?: Matrix }
const golden: {
  readonly scalers: Readonly<Record<'x' | 'new' | 'x_gaps', Matrix>> & Readonly<Record<'standard' | 'standard_gaps' | 'minmax' | 'minmax_m1_1_clip' | 'minmax_gaps', Fitted>>;
  readonly onehot: { readonly x: readonly (readonly (string | number)[])[]; readonly new: readonly (readonly (string | number)[])[]; readonly categories: readonly (readonly (string | number)[])[]; readonly ignore: { readonly x_out: Matrix; readonly new_out: Matrix } };
} = JSON.parse(readFileSync(new URL('../../../test/fixtures/golden/data-prep.json', import.meta.url), 'utf8'));

const numbers = (name: string, ...values: (number | null)[]): FeatureColumn => ({ kind: 'number', name, values: Float64Array.from(values, (value) => value ?? NaN) });
const categories = (name: string, ...values: (string | null)[]): FeatureColumn => ({ kind: 'category', name, values });
const dates = (name: string, ...values: (string | null)[]): FeatureColumn => ({ kind: 'date', name, values });
const rowsOf = ({ numbers: data, rows }: { numbers: Float32Array; rows: number }) => Array.from({ length: rows }, (_, row) => Array.from(data.subarray(row * data.length / rows, (row + 1) * data.length / rows)));

describe('scaling is that of scikit-learn', () => {
  const { x, new: later, x_gaps: gaps } = golden.scalers;
  it.each<[string, Matrix, Scaling, MinMaxOptions, Fitted]>([
    ['standard', x, 'standard', {}, golden.scalers.standard],
    ['standard with gaps', gaps, 'standard', {}, golden.scalers.standard_gaps],
    ['min-max', x, 'min-max', {}, golden.scalers.minmax],
    ['min-max from -1 to 1, clipped', x, 'min-max', { range: [-1, 1], clip: true }, golden.scalers.minmax_m1_1_clip],
    ['min-max with gaps', gaps, 'min-max', {}, golden.scalers.minmax_gaps],
  ])('%s', (_, matrix, scaling, options, expected) => {
    const scalers = matrix[0]!.map((__, column) => fitScaler(matrix.map((row) => row[column] ?? NaN), scaling, options));
    const close = (from: Matrix, to: Matrix | undefined, change: typeof scaleNumber) => to?.forEach((row, index) => row.forEach((value, column) => {
      const got = change(scalers[column]!, from[index]![column] ?? NaN);
      expect(Number.isNaN(got) ? null : Math.abs(got - value!) < 1e-9 * Math.max(1, Math.abs(value!))).toBe(value === null ? null : true);
    }));
    close(matrix, expected.x_out, scaleNumber);
    close(later, expected.new_out, scaleNumber);
    close(later, expected.inverse_of_new, unscaleNumber);
  });

  it('robust takes the median and the quartiles, between numbers on the straight line', () => {
    expect(quantile(Float64Array.of(1, 2, 4, 8), 0.25)).toBe(1.75);
    expect(fitScaler([8, 1, NaN, 4, 2], 'robust')).toEqual({ center: 3, scale: 3.25 });
    expect(fitScaler([5, 5], 'robust')).toEqual({ center: 5, scale: 1 });
    expect(fitScaler([NaN], 'standard')).toEqual({ center: 0, scale: 1 });
  });
});

describe('categories', () => {
  const { x, new: later, categories: sorted, ignore } = golden.onehot;
  const columnsOf = (rows: readonly (readonly (string | number)[])[]) => rows[0]!.map((_, column): FeatureColumn => ({
    kind: 'category', name: `c${column}`, values: rows.map((row) => String(row[column])), numeric: typeof rows[0]![column] === 'number',
  }));

  it('become ones and zeros as in scikit-learn, in its order, with zeros for what is unknown', () => {
    const { encoder } = FeatureEncoder.fit(columnsOf(x), { categories: 'one-hot' });
    expect(encoder.numberNames).toEqual(sorted.flatMap((values, column) => values.map((value) => `c${column} = ${value}`)));
    expect(rowsOf(encoder.encode(columnsOf(x)))).toEqual(ignore.x_out);
    const encoded = encoder.encode(columnsOf(later));
    expect(rowsOf(encoded)).toEqual(ignore.new_out);
    expect(encoded.unknown).toEqual({ c0: 1, c1: 1, c2: 1 });
  });

  it('get a number that says where one was missing, if training had gaps', () => {
    const { encoder } = FeatureEncoder.fit([categories('colour', 'red', null, 'blue')]);
    expect(encoder.numberNames).toEqual(['colour = blue', 'colour = red', 'colour is missing']);
    expect(rowsOf(encoder.encode([categories('colour', null, 'pink', 'red')]))).toEqual([[0, 0, 1], [0, 0, 0], [0, 1, 0]]);
  });

  it('become ids when they are many: 0 for one that is missing or unknown', () => {
    const letters = [...'abcdefghijkl', ...'abcdefghijkl'];
    const { encoder } = FeatureEncoder.fit([categories('letter', ...letters)]);
    expect(encoder.embedded).toEqual([{ kind: 'embedding', name: 'letter', categories: [...'abcdefghijkl'], width: 6 }]);
    expect(encoder.encode([categories('letter', 'a', 'l', null, 'z')])).toMatchObject({ numbers: new Float32Array(0), ids: [Int32Array.of(1, 12, 0, 0)], unknown: { letter: 1 } });
    expect([2, 11, 1000, 100_000].map(embeddingWidth)).toEqual([2, 6, 50, 50]);
  });

  it('beyond the most that are told apart are the rare ones, which count as unknown', () => {
    const { encoder, notes } = FeatureEncoder.fit([categories('c', 'x', 'y', 'y', 'z', 'z')], { mostCategories: 2 });
    expect(encoder.numberNames).toEqual(['c = y', 'c = z']);
    expect(notes).toEqual([{ level: 'warn', message: 'Column "c" has 3 categories; the 2 most frequent ones are told apart, the others count as unknown.' }]);
  });

  it('that hardly come twice are taken for names and left out, unless they are wanted', () => {
    const names = categories('name', ...Array.from({ length: 60 }, (_, row) => `n${row}`));
    const kept = numbers('x', ...Array.from({ length: 60 }, (_, row) => row / 2));
    const { encoder, notes } = FeatureEncoder.fit([names, kept]);
    expect(encoder.numberNames).toEqual(['x']);
    expect(notes[0]).toEqual({ level: 'warn', message: 'Column "name" is left out: it has 60 different texts in 60 rows, so it looks like a name or free text. Choose it as a feature to use it all the same.' });
    expect(FeatureEncoder.fit([names, kept], { keepFreeText: true }).encoder.embedded).toHaveLength(1);
  });
});

describe('numbers and truth values', () => {
  it('that are missing become the median or the mean, and are marked', () => {
    const { encoder } = FeatureEncoder.fit([numbers('x', 1, null, 2, 6)], { scaling: 'none' });
    expect(encoder.numberNames).toEqual(['x', 'x is missing']);
    expect(rowsOf(encoder.encode([numbers('x', 1, null, Infinity)]))).toEqual([[1, 0], [2, 1], [2, 1]]);
    const mean = FeatureEncoder.fit([numbers('x', 1, null, 2, 6)], { scaling: 'none', fill: 'mean', missingIndicators: false }).encoder;
    expect(rowsOf(mean.encode([numbers('x', null)]))).toEqual([[3]]);
  });

  it('that are all missing or all the same tell nothing and are left out', () => {
    const columns = [numbers('empty', null, null), numbers('same', 3, 3), categories('one', 'a', 'a'), categories('none', null, null), dates('day', '2024-01-01', '2024-01-01'), numbers('x', 1, 2)];
    const { encoder, notes } = FeatureEncoder.fit(columns);
    expect(encoder.sources).toEqual([{ name: 'x', kind: 'number' }]);
    expect(notes.map(({ message }) => message)).toEqual([
      'Column "empty" is left out: it has no values.', 'Column "same" is left out: every row has the same value, 3.',
      'Column "one" is left out: every row has the same value, "a".', 'Column "none" is left out: it has no values.', 'Column "day" is left out: every row has the same date.',
    ]);
    expect(() => FeatureEncoder.fit(columns.slice(0, 2))).toThrow(new ExampleError('There is no column to learn from. Column "empty" is left out: it has no values. Column "same" is left out: every row has the same value, 3.'));
  });

  it('truth values stay 0 and 1, with the more frequent one for a gap', () => {
    const { encoder } = FeatureEncoder.fit([{ kind: 'boolean', name: 'wet', values: Float64Array.of(1, 0, 1, NaN) }]);
    expect(rowsOf(encoder.encode([{ kind: 'boolean', name: 'wet', values: Float64Array.of(0, NaN) }]))).toEqual([[0, 0], [1, 1]]);
  });

  it('another whole number in every row is pointed out', () => {
    const { notes } = FeatureEncoder.fit([numbers('id', ...Array.from({ length: 30 }, (_, row) => row * 2))]);
    expect(notes).toEqual([{ level: 'info', message: 'Column "id" has another whole number in every row; if it only numbers the rows, leave it out.' }]);
  });
});

describe('dates', () => {
  it('become the year and points on circles, as far as they vary', () => {
    const { encoder } = FeatureEncoder.fit([dates('day', '2022-01-01', '2024-01-01', null)]);
    expect(encoder.numberNames).toEqual(['day: year', 'day: day of week (sin)', 'day: day of week (cos)', 'day is missing']);
    const [saturday, monday, gap] = rowsOf(encoder.encode([dates('day', '2022-01-01', '2024-01-01', null)]));
    expect([saturday![0], saturday![3], monday![0], monday![3], gap]).toEqual([-1, 0, 1, 0, [0, 0, 0, 1]]);
    expect(saturday![1]).toBeCloseTo(Math.sin(2 * Math.PI * 6 / 7), 6);
    expect(monday![2]).toBeCloseTo(Math.cos(2 * Math.PI / 7), 6);
  });

  it('have a time of day where there is one, and put the end of a year beside its beginning', () => {
    const { encoder } = FeatureEncoder.fit([dates('at', '2023-03-01T06:00:00', '2023-07-02T18:30:00.5')]);
    expect(encoder.numberNames.filter((name) => name.endsWith('(sin)'))).toEqual(['at: day of year (sin)', 'at: day of week (sin)', 'at: time of day (sin)']);
    const [noon, late, early] = rowsOf(encoder.encode([dates('at', '2023-07-02T12:00:00', '2023-12-31', '2024-01-01')]));
    expect(noon![5]).toBeCloseTo(-1, 6);
    expect(Math.abs(late![0]! - early![0]!)).toBeLessThan(0.02);
  });
});

describe('an encoder', () => {
  it('is the same after it was written and read', () => {
    const columns = [numbers('x', 1 / 3, null, 2e9), categories('c', 'ａ', '😀', null), dates('d', '2024-02-29', '1999-12-31', '2024-03-01'), { kind: 'boolean', name: 'b', values: Float64Array.of(0, 1, 1) } as const];
    const { encoder } = FeatureEncoder.fit(columns);
    const read = FeatureEncoder.parse(JSON.parse(JSON.stringify(encoder)));
    expect(read.encode(columns)).toEqual(encoder.encode(columns));
  });

  it('says which column is missing, and what is wrong with a damaged file', () => {
    const { encoder } = FeatureEncoder.fit([numbers('x', 1, 2)]);
    expect(() => encoder.encode([numbers('y', 1)])).toThrow(new ExampleError('Column "x" is missing, which the model reads; the table has: y.'));
    expect(() => FeatureEncoder.parse({ version: 1, columns: [{ kind: 'number', name: 'x' }] })).toThrow(ConfigError);
    expect(() => FeatureEncoder.parse({ version: 1, columns: [{ kind: 'number', name: 'x' }] })).toThrow('columns.0.fill');
  });
});
