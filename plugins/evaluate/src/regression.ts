import { defineNode, port, say, UserError } from '@millrace/sdk';
import { z } from 'zod';
import { predictedChart, residualChart } from './regression-charts.ts';
import { regressionMetrics } from './regression-metrics.ts';
import { withTables } from './with-tables.ts';

/** How good predicted numbers are. */
export const regression = defineNode({
  type: 'evaluate.regression',
  title: 'Evaluate regression',
  category: 'Evaluate',
  description: 'Compares predicted numbers with the true ones: mean and largest errors, R² and the explained variance, as scikit-learn computes them.',
  inputs: { predictions: port.table({ description: 'What "Predict a table" gives, or any table with both numbers.' }) },
  outputs: {
    metrics: port.metrics(),
    predicted: port.chart({ title: 'Predicted and true' }),
    residuals: port.chart({ title: 'Errors' }),
  },
  params: z.object({
    actual: z.string().min(1).default('actual').meta({ title: 'True numbers', field: 'column', of: 'predictions' }),
    predicted: z.string().min(1).default('predicted').meta({ title: 'Predicted numbers', field: 'column', of: 'predictions' }),
  }),
  async run({ inputs: { predictions }, params, context }) {
    const names = predictions.columns.map(({ name }) => name);
    for (const name of [params.actual, params.predicted]) {
      if (names.includes(name)) continue;
      throw new UserError(say`Column "${name}" is missing; the table has: ${names.join(', ')}.${name === 'actual' && names.includes('predicted') ? say` The predicted rows had no true number, so there is nothing to compare with.` : ''}`);
    }
    const [truth, answers] = await withTables(context, async (tables) => [await tables.numbers(predictions.path, params.actual), await tables.numbers(predictions.path, params.predicted)] as const);
    const kept = Array.from(truth, (_, row) => row).filter((row) => Number.isFinite(truth[row]) && Number.isFinite(answers[row]));
    if (kept.length === 0) throw new UserError(say`No row has both a number in "${params.actual}" and one in "${params.predicted}".`);
    if (kept.length < truth.length) context.log('warn', `${truth.length - kept.length} of ${truth.length} rows lack one of the two numbers and are passed over.`);
    const actual = Float64Array.from(kept, (row) => truth[row] ?? NaN);
    const predicted = Float64Array.from(kept, (row) => answers[row] ?? NaN);
    const scores = Object.entries(regressionMetrics(actual, predicted));
    for (const [name, { warning }] of scores) if (warning !== undefined) context.log('warn', `${name} is not defined: ${warning}.`);
    const values = Object.fromEntries(scores.map(([name, { value }]) => [name, value]));
    context.log('info', `${kept.length} rows: mean absolute error ${shown(values['mae'])}, root mean squared error ${shown(values['rmse'])}, R² ${shown(values['r2'])}.`);
    return { metrics: { values }, predicted: predictedChart(actual, predicted), residuals: residualChart(actual, predicted) };
  },
});

function shown(value: number | null | undefined): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : 'undefined';
}
