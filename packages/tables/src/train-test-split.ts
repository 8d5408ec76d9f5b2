import { RandomState } from './random-state.ts';
import { TableError } from './table-error.ts';

export interface SplitOptions {
  /** Share of the rows (above 0, below 1) or number of rows (a whole number from 1) that are held out. Default 0.25. */
  readonly testSize?: number;
  /** Share or number of the rows to train on. Default: all others. */
  readonly trainSize?: number;
  /** A whole number from 0 to 2^32 - 1. Default 42. */
  readonly seed?: number;
  /** false takes the first rows for training and the next for testing. Default true. */
  readonly shuffle?: boolean;
  /** One label a row: each label gets its share in both parts. */
  readonly stratifyLabels?: readonly (string | number | boolean | null)[];
}

export interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * Row numbers of a training and a test part, the same and in the same order as scikit-learn's
 * `train_test_split(range(rows), test_size=…, random_state=seed, stratify=…)`.
 */
export function trainTestSplit(rows: number, options: SplitOptions = {}): Split {
  const { seed = 42, shuffle = true, stratifyLabels } = options;
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) throw new TableError(`The seed must be a whole number from 0 to 4294967295, not ${seed}.`);
  const { train, test } = sizes(rows, options);
  if (!shuffle) {
    if (stratifyLabels !== undefined) throw new TableError('Stratifying needs shuffling; turn shuffle on, or leave out the labels.');
    const all = Int32Array.from({ length: train + test }, (_, index) => index);
    return { train: all.slice(0, train), test: all.slice(train) };
  }
  const random = new RandomState(seed);
  if (stratifyLabels !== undefined) return stratified(rows, train, test, stratifyLabels, random);
  const order = random.permutation(rows);
  return { train: order.slice(test, test + train), test: order.slice(0, test) };
}

function sizes(rows: number, { testSize, trainSize }: SplitOptions): { train: number; test: number } {
  if (!Number.isInteger(rows) || rows < 0) throw new TableError(`The number of rows must be a whole number, not ${rows}.`);
  if (rows > 0x7fffffff) throw new TableError(`A split of ${rows} rows is too large; at most 2147483647 rows can be split.`);
  const count = (name: string, size: number, round: (value: number) => number): number => {
    if (size > 0 && size < 1) return round(size * rows);
    if (Number.isInteger(size) && size >= 1 && size < rows) return size;
    throw new TableError(`The ${name} must be a share between 0 and 1 or a number of rows from 1 to ${Math.max(rows - 1, 1)}, not ${size}.`);
  };
  const wanted = testSize ?? (trainSize === undefined ? 0.25 : undefined);
  const givenTest = wanted === undefined ? undefined : count('test size', wanted, Math.ceil);
  const givenTrain = trainSize === undefined ? undefined : count('train size', trainSize, Math.floor);
  const test = givenTest ?? rows - (givenTrain ?? 0);
  const train = givenTrain ?? rows - test;
  if (train + test > rows) throw new TableError(`A training part of ${train} and a test part of ${test} rows are more than the ${rows} rows there are.`);
  if (train <= 0) throw new TableError(`With ${rows} ${rows === 1 ? 'row' : 'rows'} and a test size of ${wanted}, nothing is left to train on; use a smaller test size or more rows.`);
  return { train, test };
}

/** `StratifiedShuffleSplit`: each label's rows are shuffled and dealt out, then both parts are shuffled. */
function stratified(rows: number, train: number, test: number, labels: NonNullable<SplitOptions['stratifyLabels']>, random: RandomState): Split {
  if (labels.length !== rows) throw new TableError(`There are ${labels.length} labels for ${rows} rows; give one label a row.`);
  const classes = rowsByLabel(labels);
  const few = classes.filter(({ members }) => members.length < 2).map(({ label }) => `"${label}"`);
  if (few.length > 0) throw new TableError(`Stratifying needs at least 2 rows of every label; only 1 row has ${few.join(', ')}. Drop such rows, or do not stratify.`);
  for (const [part, size] of [['training', train], ['test', test]] as const) {
    if (size < classes.length) throw new TableError(`The ${part} part has ${size} rows, fewer than the ${classes.length} labels; make it larger, or do not stratify.`);
  }
  const counts = classes.map(({ members }) => members.length);
  const trainCounts = approximateMode(counts, train, random);
  const testCounts = approximateMode(counts.map((count, index) => count - (trainCounts[index] ?? 0)), test, random);
  const parts = { train: new Int32Array(train), test: new Int32Array(test) };
  let trained = 0;
  let tested = 0;
  classes.forEach(({ members }, index) => {
    const order = random.permutation(members.length);
    const forTrain = trainCounts[index] ?? 0;
    const forTest = testCounts[index] ?? 0;
    for (let position = 0; position < forTrain; position++) parts.train[trained++] = members[order[position] ?? 0] ?? 0;
    for (let position = forTrain; position < forTrain + forTest; position++) parts.test[tested++] = members[order[position] ?? 0] ?? 0;
  });
  random.shuffle(parts.train);
  random.shuffle(parts.test);
  return parts;
}

interface LabelRows { readonly label: string | number | boolean; readonly members: number[] }

/** The labels in NumPy's order (numbers by value, text by code point) with their rows. */
function rowsByLabel(labels: readonly (string | number | boolean | null)[]): LabelRows[] {
  const classes = new Map<string | number | boolean, LabelRows>();
  labels.forEach((label, row) => {
    if (label === null || Number.isNaN(label)) throw new TableError(`Row ${row + 1} has no label; drop rows without a label before stratifying.`);
    const known = classes.get(label);
    if (known === undefined) classes.set(label, { label, members: [row] });
    else known.members.push(row);
  });
  const textual = [...classes.keys()].some((label) => typeof label === 'string');
  return [...classes.values()].sort((a, b) => textual ? byCodePoint(String(a.label), String(b.label)) : Number(a.label) - Number(b.label));
}

/** Orders text by code points; JavaScript's own order is by UTF-16 units. */
function byCodePoint(a: string, b: string): number {
  for (let index = 0; index < a.length && index < b.length; index++) {
    const difference = (a.codePointAt(index) ?? 0) - (b.codePointAt(index) ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** How many of each class are drawn, close to their shares; ties are broken at random (scikit-learn `_approximate_mode`). */
function approximateMode(counts: readonly number[], draws: number, random: RandomState): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const exact = counts.map((count) => count / total * draws);
  const drawn = exact.map(Math.floor);
  let missing = draws - drawn.reduce((sum, count) => sum + count, 0);
  if (missing <= 0) return drawn;
  const remainders = exact.map((value, index) => value - (drawn[index] ?? 0));
  for (const value of [...new Set(remainders)].sort((a, b) => b - a)) {
    const tied = remainders.flatMap((remainder, index) => remainder === value ? [index] : []);
    const added = Math.min(tied.length, missing);
    for (const position of random.choice(tied.length, added)) {
      const index = tied[position] ?? 0;
      drawn[index] = (drawn[index] ?? 0) + 1;
    }
    missing -= added;
    if (missing === 0) break;
  }
  return drawn;
}
