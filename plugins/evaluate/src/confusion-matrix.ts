import { ratio, type Score } from './score.ts';

/** `counts[actual][predicted]` for class numbers from 0 to `classes - 1`. */
export type ConfusionMatrix = readonly (readonly number[])[];

/** Counts how often each class was taken for each. */
export function confusionMatrix(actual: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): ConfusionMatrix {
  const counts = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  for (let row = 0; row < actual.length; row++) {
    const line = counts[actual[row] ?? -1];
    const column = predicted[row] ?? -1;
    if (!line || line[column] === undefined) throw new RangeError(`Row ${row}: class ${actual[row]} or ${column} is not among the ${classes} classes.`);
    line[column]++;
  }
  return counts;
}

/** How often the class was hit, wrongly named and missed, and the scores that follow. */
export interface ClassScores {
  readonly precision: Score;
  readonly recall: Score;
  readonly f1: Score;
  /** Rows of this class. */
  readonly support: number;
  /** Rows taken for this class. */
  readonly named: number;
}

/** Precision, recall and F1 of every class. */
export function classScores(matrix: ConfusionMatrix): ClassScores[] {
  return matrix.map((line, index) => {
    const hits = line[index] ?? 0;
    const support = sum(line);
    const named = sum(matrix.map((other) => other[index] ?? 0));
    return { ...scores(hits, named, support), support, named };
  });
}

export type Averaging = 'macro' | 'micro' | 'weighted';

/** One precision, recall and F1 for all classes that occur; `macro` counts each class alike, `weighted` by its rows, `micro` pools the rows. */
export function averageScores(classes: readonly ClassScores[], matrix: ConfusionMatrix, averaging: Averaging): Pick<ClassScores, 'precision' | 'recall' | 'f1'> {
  if (averaging === 'micro') {
    const total = sum(matrix.map(sum));
    return scores(sum(matrix.map((line, index) => line[index] ?? 0)), total, total);
  }
  const present = classes.filter(({ support, named }) => support + named > 0);
  const weights = present.map(({ support }) => (averaging === 'macro' ? 1 : support));
  const average = (score: 'precision' | 'recall' | 'f1'): Score => {
    const warning = present.map((entry) => entry[score].warning).find((text) => text !== undefined);
    const value = sum(present.map((entry, index) => (entry[score].value ?? 0) * (weights[index] ?? 0))) / sum(weights);
    return { value, ...(warning === undefined ? {} : { warning }) };
  };
  return { precision: average('precision'), recall: average('recall'), f1: average('f1') };
}

/** The share of rows on the diagonal. */
export function accuracy(matrix: ConfusionMatrix): Score {
  const total = sum(matrix.map(sum));
  return total === 0 ? { value: null, warning: 'there are no rows' } : { value: sum(matrix.map((line, index) => line[index] ?? 0)) / total };
}

/** Matthews correlation coefficient for any number of classes (Gorodkin 2004); 0 where one side is constant. */
export function matthewsCorrelation(matrix: ConfusionMatrix): Score {
  const actual = matrix.map(sum);
  const named = matrix.map((_, index) => sum(matrix.map((line) => line[index] ?? 0)));
  const total = sum(actual);
  const hits = sum(matrix.map((line, index) => line[index] ?? 0));
  const covariance = hits * total - sum(actual.map((count, index) => count * (named[index] ?? 0)));
  const spread = Math.sqrt(total ** 2 - sum(actual.map((count) => count ** 2))) * Math.sqrt(total ** 2 - sum(named.map((count) => count ** 2)));
  const single = matrix.filter((_, index) => (actual[index] ?? 0) + (named[index] ?? 0) > 0).length < 2;
  return { value: spread === 0 ? 0 : covariance / spread, ...(single ? { warning: 'only one class occurs' } : {}) };
}

function scores(hits: number, named: number, support: number): Pick<ClassScores, 'precision' | 'recall' | 'f1'> {
  return {
    precision: ratio(hits, named, 'a class was never predicted'),
    recall: ratio(hits, support, 'a class does not occur in the data'),
    f1: ratio(2 * hits, named + support, 'a class neither occurs nor was predicted'),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
