import { defineNode, port } from '@millrace/sdk';
import type { Cell } from '@millrace/tables';
import { z } from 'zod';
import { confusionChart, rocChart, scoresChart } from './classification-charts.ts';
import { classificationReport } from './classification-report.ts';
import { countedRows } from './counted-rows.ts';
import { answerColumns, predictedLabels, toAnswers } from './prediction-table.ts';
import { withTables } from './with-tables.ts';

/** How good a classifier's predictions are. */
export const classifier = defineNode({
  type: 'evaluate.classifier',
  title: 'Evaluate classifier',
  category: 'Evaluate',
  description: 'Compares predictions with the truth: accuracy, precision, recall, F1, confusion matrix and ROC curve, as scikit-learn computes them.',
  inputs: { predictions: port.table({ description: 'What "Predict" gives.' }) },
  outputs: {
    metrics: port.metrics(),
    scores: port.chart({ title: 'Scores' }),
    confusion: port.chart({ title: 'Confusion matrix' }),
    roc: port.chart({ title: 'ROC curve' }),
  },
  params: z.object({
    positiveLabel: z.string().min(1).optional().meta({ title: 'Positive label', description: 'Of two labels, the one to find, such as "spam". The second in order when empty.' }),
    threshold: z.number().min(0).max(1).default(0.5).meta({ title: 'Threshold', description: 'Of two labels, the positive one is chosen from this probability on. Higher: fewer false alarms, more misses.' }),
    averaging: z.enum(['auto', 'binary', 'macro', 'weighted', 'micro']).default('auto').meta({ title: 'Averaging', description: 'How precision, recall and F1 of several labels become one. "auto": of the positive label if there are two, else "macro", where each label counts alike.' }),
  }),
  async run({ inputs: { predictions }, params, context }) {
    const labels = predictedLabels(predictions.columns);
    const names = [...answerColumns(labels), 'predicted'];
    const columns = names.map((): Cell[] => []);
    await withTables(context, async (tables) => {
      for await (const chunk of tables.readColumns(predictions.path, names)) {
        chunk.columns.forEach((values, index) => { for (const value of values) columns[index]?.push(value); });
      }
    });
    const [predicted = [], answered] = [columns.at(-1), columns.slice(0, -1)];
    const answers = toAnswers(labels, answered);
    const report = classificationReport(answers, params);
    const rows = countedRows({ predictions, labels, report, predicted, probabilities: answered.slice(1) });
    for (const warning of report.warnings) context.log('warn', warning);
    const { values } = report.metrics;
    const about = report.positive === undefined ? '' : ` of "${labels[report.positive]}"`;
    context.log('info', `${predictions.rows} rows: accuracy ${shown(values['accuracy'])}; precision ${shown(values['precision'])}, recall ${shown(values['recall'])}, F1 ${shown(values['f1'])}${about}.`);
    return { metrics: report.metrics, scores: scoresChart(report.metrics), confusion: confusionChart(report, answers, rows), roc: rocChart(answers, report.positive) };
  },
});

function shown(value: number | null | undefined): string {
  return typeof value === 'number' ? value.toFixed(4) : 'undefined';
}
