import type { Metrics } from '@millrace/sdk';

/** How good answers are: accuracy for classes; rmse, mae (in the target's unit) and r2 for numbers. */
export function scoreAnswers(answers: readonly (readonly number[])[], truth: Float64Array, task: 'classification' | 'regression'): Metrics['values'] {
  const rows = truth.length;
  if (task === 'classification') return { accuracy: answers.reduce((right, each, row) => right + (mostLikely(each) === truth[row] ? 1 : 0), 0) / rows };
  const mean = truth.reduce((sum, value) => sum + value, 0) / rows;
  const errors = answers.map(([value = NaN], row) => value - (truth[row] ?? NaN));
  const squares = errors.reduce((sum, error) => sum + error ** 2, 0);
  const spread = truth.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { rmse: Math.sqrt(squares / rows), mae: errors.reduce((sum, error) => sum + Math.abs(error), 0) / rows, r2: spread === 0 ? null : 1 - squares / spread };
}

/** The place of the greatest; the first of equals. */
export function mostLikely(probabilities: readonly number[]): number {
  return probabilities.reduce((best, value, index) => (value > (probabilities[best] ?? NaN) ? index : best), 0);
}
