import { defineNode, port, say, UserError, type Chart } from '@millrace/sdk';
import type { Cell } from '@millrace/tables';
import { z } from 'zod';
import { multiLabelReport } from './multi-label-report.ts';
import { labelsWithProbability, probabilityColumns, truthColumns } from './prediction-table.ts';
import { withTables } from './with-tables.ts';

/** How good a classifier is that gives any number of labels. */
export const multiLabel = defineNode({
  type: 'evaluate.multi-label',
  title: 'Evaluate several labels',
  category: 'Evaluate',
  description: 'Compares predictions of any number of labels a text with the truth: exact matches, Hamming loss, precision, recall and F1, as scikit-learn computes them.',
  inputs: { predictions: port.table({ description: 'What "Predict" gives for texts with several labels.' }) },
  outputs: { metrics: port.metrics(), scores: port.chart({ title: 'F1 of each label' }) },
  params: z.object({
    threshold: z.number().min(0).max(1).default(0.5).meta({ title: 'Threshold', description: 'A label is given from this probability on. Higher: fewer wrong labels, more missing ones.' }),
  }),
  async run({ inputs: { predictions }, params: { threshold }, context }) {
    const names = predictions.columns.map(({ name }) => name);
    const labels = labelsWithProbability(names);
    const columns = [...truthColumns(labels), ...probabilityColumns(labels)].map(({ name }) => name);
    if (labels.length === 0 || !columns.every((name) => names.includes(name))) {
      throw new UserError(say`This is not a table of predictions of several labels with their truth (it has: ${names.join(', ')}). Choose "several-labels" in "Tokenize", and wire the output of "Predict" here.`);
    }
    const values = columns.map((): Cell[] => []);
    await withTables(context, async (tables) => {
      for await (const chunk of tables.readColumns(predictions.path, columns)) chunk.columns.forEach((cells, index) => { for (const cell of cells) values[index]?.push(cell); });
    });
    const rows = Array.from({ length: values[0]?.length ?? 0 }, (_, row) => row);
    const above = (from: number, limit: number) => rows.map((row) => labels.map((_, label) => Number(values[from + label]?.[row]) >= limit));
    const metrics = multiLabelReport({ labels, actual: above(0, 1), predicted: above(labels.length, threshold) });
    const { accuracy, f1_micro: micro, f1_macro: macro } = metrics.values;
    context.log('info', `${rows.length} rows: all labels right in ${shown(accuracy)} of them; F1 ${shown(micro)} over all labels, ${shown(macro)} as their mean.`);
    return { metrics, scores: scoresChart(labels, metrics.perClass ?? {}) };
  },
});

function scoresChart(labels: readonly string[], perClass: Readonly<Record<string, Readonly<Record<string, number | null>>>>): Chart {
  return { type: 'bar', title: 'F1 of each label', x: 'Label', y: 'F1', bars: labels.map((label) => ({ label, value: perClass[label]?.['f1'] ?? 0 })) };
}

function shown(value: number | null | undefined): string {
  return typeof value === 'number' ? value.toFixed(4) : 'undefined';
}
