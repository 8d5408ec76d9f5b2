import { describe, expect, test } from '@jest/globals';
import { classificationReport, confusionChart, rocChart, scoresChart, type ClassifierAnswers } from '@millrace/plugin-evaluate';

const spam: ClassifierAnswers = {
  labels: ['ham', 'spam'],
  actual: [0, 0, 1, 1, 1],
  probabilities: [[0.9, 0.1], [0.4, 0.6], [0.2, 0.8], [0.3, 0.7], [0.6, 0.4]],
};
const settings = { threshold: 0.5, averaging: 'auto' } as const;

describe('classificationReport', () => {
  test('counts the second of two labels as positive', () => {
    const { metrics, confusion, positive, warnings } = classificationReport(spam, settings);
    expect(positive).toBe(1);
    expect(confusion).toEqual([[1, 1], [1, 2]]);
    expect(metrics.values).toMatchObject({ accuracy: 3 / 5, precision: 2 / 3, recall: 2 / 3, f1: 2 / 3, roc_auc: expect.closeTo(5 / 6, 12) });
    expect(metrics.perClass).toEqual({ ham: { precision: 0.5, recall: 0.5, f1: 0.5, support: 2 }, spam: { precision: 2 / 3, recall: 2 / 3, f1: 2 / 3, support: 3 } });
    expect(warnings).toEqual([]);
  });

  test('follows the threshold and the positive label', () => {
    expect(classificationReport(spam, { ...settings, threshold: 0.65 }).confusion).toEqual([[2, 0], [1, 2]]);
    const ham = classificationReport(spam, { ...settings, positiveLabel: 'ham' });
    expect(ham.metrics.values).toMatchObject({ precision: 0.5, recall: 0.5 });
    expect(() => classificationReport(spam, { ...settings, positiveLabel: 'eggs' })).toThrow('The positive label "eggs" is not among the labels: ham, spam.');
  });

  test('averages over more than two labels', () => {
    const answers = { labels: ['a', 'b', 'c'], actual: [0, 1, 2, 2], probabilities: [[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8], [0.5, 0.3, 0.2]] };
    expect(classificationReport(answers, settings).metrics.values).toMatchObject({ accuracy: 0.75, precision: (0.5 + 1 + 1) / 3, recall: (1 + 1 + 0.5) / 3 });
    expect(() => classificationReport(answers, { ...settings, averaging: 'binary' })).toThrow('needs exactly two labels; there are 3: a, b, c');
  });

  test('says what is not defined when only one class occurs', () => {
    const answers = { ...spam, actual: [1, 1, 1, 1, 1] };
    const { metrics, warnings } = classificationReport(answers, settings);
    expect(metrics.values).toMatchObject({ roc_auc: null, recall: 3 / 5 });
    expect(warnings).toContain('roc_auc is not defined: only one class occurs in the data.');
    expect(rocChart(answers, 1)).toMatchObject({ series: [], title: expect.stringContaining('not defined') });
  });
});

describe('charts', () => {
  test('show the scores, the confusion matrix and the corners of the ROC curve', () => {
    const report = classificationReport(spam, settings);
    expect(scoresChart(report.metrics)).toMatchObject({ type: 'bar', bars: expect.arrayContaining([{ label: 'accuracy', value: 0.6 }]) });
    expect(confusionChart(report, spam)).toMatchObject({ type: 'confusion', labels: ['ham', 'spam'], counts: [[1, 1], [1, 2]] });
    expect(rocChart(spam, 1)).toMatchObject({ type: 'line', diagonal: true, series: [{ name: 'spam', points: [[0, 0], [0, 2 / 3], [0.5, 2 / 3], [0.5, 1], [1, 1]] }] });
  });

  test('keep a long curve short, with both ends', () => {
    const rows = 10_000;
    const score = (row: number) => ((row * 7919) % rows) / rows;
    const answers = { labels: ['no', 'yes'], actual: Array.from({ length: rows }, (_, row) => row % 2), probabilities: Array.from({ length: rows }, (_, row) => [1 - score(row), score(row)]) };
    const chart = rocChart(answers, 1);
    const points = chart.type === 'line' ? chart.series[0]?.points ?? [] : [];
    expect(points.length).toBeLessThanOrEqual(402);
    expect([points[0], points.at(-1)]).toEqual([[0, 0], [1, 1]]);
  });
});
