import type { Chart, Metrics } from '@millrace/sdk';
import type { ClassificationReport, ClassifierAnswers } from './classification-report.ts';
import type { CountedRows } from './counted-rows.ts';
import { rocCurve, type RocCurve } from './ranking-metrics.ts';

const mostPoints = 400;
const mostCurves = 12;

/** The scores between 0 and 1 as bars. */
export function scoresChart({ values }: Metrics): Chart {
  const shown = ['accuracy', 'precision', 'recall', 'f1', 'roc_auc'] as const;
  return {
    type: 'bar', title: 'Scores', x: 'Metric', y: 'Value',
    bars: shown.flatMap((name) => (typeof values[name] === 'number' ? [{ label: name, value: values[name] }] : [])),
  };
}

/** The confusion matrix, rows by true label, with where its rows are found. */
export function confusionChart({ confusion }: Pick<ClassificationReport, 'confusion'>, { labels }: Pick<ClassifierAnswers, 'labels'>, rows?: CountedRows): Chart {
  return { type: 'confusion', title: 'Confusion matrix', labels: [...labels], counts: confusion.map((line) => [...line]), ...(rows ? { rows } : {}) };
}

/** The ROC curve of the positive label, or of each label against the rest; labels without a curve are left out. */
export function rocChart({ labels, actual, probabilities }: ClassifierAnswers, positive: number | undefined): Chart {
  const classes = positive === undefined ? labels.slice(0, mostCurves).map((_, index) => index) : [positive];
  const series = classes.flatMap((index) => {
    const curve = rocCurve(Array.from(actual, (value) => value === index), probabilities.map((row) => row[index] ?? 0));
    return curve ? [{ name: labels[index] ?? String(index), points: thinned(curve) }] : [];
  });
  const title = series.length === 0 ? 'ROC curve: not defined, since only one class occurs' : 'ROC curve';
  return { type: 'line', title, x: 'False positive rate', y: 'True positive rate', diagonal: true, series };
}

/** Corners only, and of very many of them an even choice with both ends. */
function thinned({ falsePositiveRates: x, truePositiveRates: y }: RocCurve): [number, number][] {
  const points = x.map((value, index): [number, number] => [value, y[index] ?? 0]);
  const corners = points.filter(([left, up], index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    return !before || !after || !((before[0] === left && left === after[0]) || (before[1] === up && up === after[1]));
  });
  const stride = Math.ceil(corners.length / mostPoints);
  return corners.filter((_, index) => index % stride === 0 || index === corners.length - 1);
}
