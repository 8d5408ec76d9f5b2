import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { accuracy, averagePrecision, averageScores, classScores, confusionMatrix, logLoss, matthewsCorrelation, rocAuc, rocAucOneVersusRest, rocCurve, type Score } from '@millrace/plugin-evaluate';

interface GoldenCase {
  readonly name: string;
  readonly classes?: number;
  readonly y_true: readonly number[];
  readonly y_pred: readonly number[];
  readonly y_score?: readonly number[];
  readonly y_proba?: readonly (readonly number[])[];
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly warned: readonly string[];
}

const golden: { readonly binary: GoldenCase[]; readonly multiclass: GoldenCase[] } = JSON.parse(readFileSync(new URL('../../../test/fixtures/golden/metrics.json', import.meta.url), 'utf8'));

/** Every metric by scikit-learn's name. */
function measure(given: GoldenCase): Record<string, Score> {
  const classes = given.classes ?? 2;
  const matrix = confusionMatrix(given.y_true, given.y_pred, classes);
  const perClass = classScores(matrix);
  const scores: Record<string, Score> = { accuracy: accuracy(matrix), matthews_corrcoef: matthewsCorrelation(matrix) };
  for (const averaging of ['macro', 'micro', 'weighted'] as const) {
    for (const [name, score] of Object.entries(averageScores(perClass, matrix, averaging))) scores[`${name}_${averaging}`] = score;
  }
  if (given.y_score) {
    const isPositive = given.y_true.map((value) => value === 1);
    for (const name of ['precision', 'recall', 'f1'] as const) scores[`${name}_binary`] = perClass[1]?.[name] ?? { value: null };
    scores['roc_auc'] = rocAuc(isPositive, given.y_score);
    scores['average_precision'] = averagePrecision(isPositive, given.y_score);
    scores['log_loss'] = { value: logLoss(given.y_true, given.y_score.map((score) => [1 - score, score])) };
  }
  if (given.y_proba) {
    scores['roc_auc_ovr_macro'] = rocAucOneVersusRest(given.y_true, given.y_proba, classes, 'macro');
    scores['roc_auc_ovr_weighted'] = rocAucOneVersusRest(given.y_true, given.y_proba, classes, 'weighted');
    scores['log_loss'] = { value: logLoss(given.y_true, given.y_proba) };
  }
  return scores;
}

describe.each([...golden.binary, ...golden.multiclass])('on the case $name', (given) => {
  const scores = measure(given);

  test('gives the values of scikit-learn', () => {
    for (const [name, { value }] of Object.entries(scores)) {
      const expected = given.metrics[name];
      if (typeof expected === 'number') expect({ name, error: Math.abs((value ?? NaN) - expected) <= 1e-9 * Math.max(1, Math.abs(expected)) }).toEqual({ name, error: true });
      else expect({ name, value }).toEqual({ name, value: null });
    }
  });

  test('warns where scikit-learn warns', () => {
    const warned = Object.entries(scores).filter(([, { warning }]) => warning !== undefined).map(([name]) => name).sort();
    expect(warned).toEqual(given.warned.filter((name) => name in scores).sort());
  });

  test('gives the confusion matrix and the scores of each class', () => {
    const matrix = confusionMatrix(given.y_true, given.y_pred, given.classes ?? 2);
    expect(matrix).toEqual(given.metrics['confusion_matrix']);
    for (const name of ['precision', 'recall', 'f1'] as const) {
      const values = classScores(matrix).map((scores) => scores[name].value ?? NaN);
      (given.metrics[`${name}_per_class`] as number[]).forEach((expected, index) => expect(values[index]).toBeCloseTo(expected, 12));
    }
  });
});

test('draws a ROC curve with one point for tied scores', () => {
  expect(rocCurve([true, false, true, false], [0.9, 0.5, 0.5, 0.1])).toEqual({
    falsePositiveRates: [0, 0, 0.5, 1], truePositiveRates: [0, 0.5, 1, 1], thresholds: [Infinity, 0.9, 0.5, 0.1],
  });
});

test('names the row whose class is unknown', () => {
  expect(() => confusionMatrix([0, 3], [0, 0], 2)).toThrow('Row 1: class 3');
  expect(() => logLoss([2], [[0.5, 0.5]])).toThrow('Row 0: there is no probability for class 2');
});
