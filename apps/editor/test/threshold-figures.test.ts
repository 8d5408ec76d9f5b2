import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { atThreshold, precisionRecallPoints, rocPoints } from '../src/charts/threshold-figures.ts';

interface Case {
  readonly name: string;
  readonly y_true: readonly number[];
  readonly y_score: readonly number[];
  readonly metrics: { readonly accuracy: number; readonly precision_binary: number; readonly recall_binary: number; readonly f1_binary: number; readonly roc_auc: number | null; readonly confusion_matrix: readonly (readonly number[])[] };
}
const golden = JSON.parse(readFileSync(new URL('../../../test/fixtures/golden/metrics.json', import.meta.url), 'utf8')) as { binary: readonly Case[] }; // written by scikit-learn

/** The counts at every score, as the server sends them. */
function counts({ y_true: truth, y_score: scores }: Case) {
  const reached = (threshold: number, wanted: number) => scores.filter((score, index) => score >= threshold && truth[index] === wanted).length;
  const thresholds = [...new Set(scores)].sort((a, b) => b - a);
  return {
    positives: truth.filter((one) => one === 1).length, negatives: truth.filter((one) => one === 0).length,
    curve: thresholds.map((threshold) => ({ threshold, truePositives: reached(threshold, 1), falsePositives: reached(threshold, 0) })),
  };
}

test.each(golden.binary.filter(({ metrics }) => metrics.confusion_matrix.length === 2).map((one) => [one.name, one] as const))('the figures at 0.5 are those of scikit-learn: %s', (_, one) => {
  const at = atThreshold(counts(one), 0.5);
  const { accuracy, precision_binary, recall_binary, f1_binary, confusion_matrix } = one.metrics;
  expect([[at.trueNegatives, at.falsePositives], [at.falseNegatives, at.truePositives]]).toEqual(confusion_matrix);
  expect([at.accuracy, at.precision, at.recall, at.f1].map((value) => value.toFixed(12))).toEqual([accuracy, precision_binary, recall_binary, f1_binary].map((value) => value.toFixed(12)));
});

test.each(golden.binary.filter(({ metrics }) => metrics.roc_auc !== null).map((one) => [one.name, one] as const))('the area under the drawn ROC curve is that of scikit-learn: %s', (_, one) => {
  const points = rocPoints(counts(one));
  const area = points.slice(1).reduce((sum, [x, y], index) => sum + (x - (points[index]?.[0] ?? 0)) * (y + (points[index]?.[1] ?? 0)) / 2, 0);
  expect(area).toBeCloseTo(one.metrics.roc_auc ?? 0, 12);
  expect(precisionRecallPoints(counts(one)).at(-1)?.[0]).toBe(1);
});

test('above the highest probability nothing is chosen, and precision is 0 as with zero_division=0', () => {
  expect(atThreshold({ curve: [{ threshold: 0.4, truePositives: 1, falsePositives: 0 }], positives: 1, negatives: 2 }, 0.9))
    .toEqual({ truePositives: 0, falsePositives: 0, falseNegatives: 1, trueNegatives: 2, precision: 0, recall: 0, f1: 0, accuracy: 2 / 3 });
});
