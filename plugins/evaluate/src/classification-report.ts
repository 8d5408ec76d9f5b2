import { say, UserError, type Metrics } from '@millrace/sdk';
import { accuracy, averageScores, classScores, confusionMatrix, matthewsCorrelation, type Averaging, type ConfusionMatrix } from './confusion-matrix.ts';
import { logLoss } from './probability-metrics.ts';
import { averagePrecision, rocAuc, rocAucOneVersusRest } from './ranking-metrics.ts';
import type { Score } from './score.ts';

/** A classifier's answers: the true class of every row and the probability it gave to each class. */
export interface ClassifierAnswers {
  readonly labels: readonly string[];
  readonly actual: ArrayLike<number>;
  readonly probabilities: readonly ArrayLike<number>[];
}

export interface ReportOptions {
  /** Of two labels, the one that counts as positive; the second when left out. */
  readonly positiveLabel?: string | undefined;
  /** Of two labels, the positive one is chosen from this probability on. */
  readonly threshold: number;
  readonly averaging: Averaging | 'binary' | 'auto';
}

export interface ClassificationReport {
  readonly metrics: Metrics;
  readonly confusion: ConfusionMatrix;
  /** The class that precision and recall are about; undefined when they are averaged over the classes. */
  readonly positive: number | undefined;
  /** The class that each row was taken for. */
  readonly predicted: readonly number[];
  /** Of two classes, the one that was chosen by its probability, from the threshold on; of more, the likeliest was. */
  readonly chosenFrom: { readonly label: number; readonly threshold: number } | undefined;
  readonly warnings: readonly string[];
}

/** The usual figures of a classifier, by scikit-learn's names and with its values. */
export function classificationReport(answers: ClassifierAnswers, options: ReportOptions): ClassificationReport {
  const { labels, actual, probabilities } = answers;
  const positive = positiveClass(labels, options.positiveLabel);
  const averaging = options.averaging === 'auto' ? (positive === undefined ? 'macro' : 'binary') : options.averaging;
  if (averaging === 'binary' && positive === undefined) throw new UserError(say`Averaging "binary" needs exactly two labels; there are ${labels.length}: ${labels.join(', ')}. Choose "macro" or "weighted".`);
  const predicted = probabilities.map((row) => decide(row, positive, options.threshold));
  const confusion = confusionMatrix(actual, predicted, labels.length);
  const perClass = classScores(confusion);
  const main = averaging === 'binary' ? perClass[positive ?? 0] : averageScores(perClass, confusion, averaging);
  const scores: Record<string, Score> = {
    accuracy: accuracy(confusion),
    precision: main?.precision ?? { value: null },
    recall: main?.recall ?? { value: null },
    f1: main?.f1 ?? { value: null },
    ...rankingScores(answers, positive, averaging),
    matthews_corrcoef: matthewsCorrelation(confusion),
    log_loss: { value: logLoss(actual, probabilities) },
  };
  return {
    metrics: {
      values: Object.fromEntries(Object.entries(scores).map(([name, { value }]) => [name, value])),
      perClass: Object.fromEntries(perClass.map(({ precision, recall, f1, support }, index) => [labels[index] ?? String(index), { precision: precision.value, recall: recall.value, f1: f1.value, support }])),
    },
    confusion,
    positive: averaging === 'binary' ? positive : undefined,
    predicted,
    chosenFrom: positive === undefined ? undefined : { label: positive, threshold: options.threshold },
    warnings: Object.entries(scores).flatMap(([name, { value, warning }]) => (warning === undefined ? [] : [`${name} is ${value === null ? 'not defined' : value}: ${warning}.`])),
  };
}

function positiveClass(labels: readonly string[], name: string | undefined): number | undefined {
  if (name !== undefined && !labels.includes(name)) throw new UserError(say`The positive label "${name}" is not among the labels: ${labels.join(', ')}.`);
  if (labels.length !== 2) return undefined;
  return name === undefined ? 1 : labels.indexOf(name);
}

/** The first of the likeliest classes; of two, the positive one from the threshold on. */
function decide(row: ArrayLike<number>, positive: number | undefined, threshold: number): number {
  if (positive !== undefined) return (row[positive] ?? 0) >= threshold ? positive : 1 - positive;
  let best = 0;
  for (let index = 1; index < row.length; index++) if ((row[index] ?? 0) > (row[best] ?? 0)) best = index;
  return best;
}

function rankingScores({ labels, actual, probabilities }: ClassifierAnswers, positive: number | undefined, averaging: Averaging | 'binary'): Record<string, Score> {
  if (positive === undefined) return { roc_auc: rocAucOneVersusRest(actual, probabilities, labels.length, averaging === 'weighted' ? 'weighted' : 'macro') };
  const isPositive = Array.from(actual, (value) => value === positive);
  const scores = probabilities.map((row) => row[positive] ?? 0);
  return { roc_auc: rocAuc(isPositive, scores), average_precision: averagePrecision(isPositive, scores) };
}
