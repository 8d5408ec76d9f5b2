import type { Score } from './score.ts';

/** The figures of a regression, by short names. */
export type RegressionMetrics = Readonly<Record<'mae' | 'mse' | 'rmse' | 'r2' | 'explained_variance' | 'mape' | 'median_absolute_error' | 'max_error', Score>>;

/**
 * How far predicted numbers are from the true ones, with the values of scikit-learn. R² and the explained variance are 1 for errors of
 * nothing and 0 for errors on a truth that never varies; MAPE is a share, not per cent.
 */
export function regressionMetrics(actual: ArrayLike<number>, predicted: ArrayLike<number>): RegressionMetrics {
  const rows = actual.length;
  if (predicted.length !== rows) throw new RangeError(`${rows} true numbers and ${predicted.length} predicted ones do not belong together.`);
  if (rows === 0) {
    const none = { value: null, warning: 'there are no rows' };
    return { mae: none, mse: none, rmse: none, r2: none, explained_variance: none, mape: none, median_absolute_error: none, max_error: none };
  }
  const truth = Float64Array.from(actual);
  const errors = truth.map((value, row) => value - (predicted[row] ?? NaN));
  const sizes = errors.map(Math.abs);
  const mse = mean(errors.map((error) => error ** 2));
  return {
    mae: { value: mean(sizes) },
    mse: { value: mse },
    rmse: { value: Math.sqrt(mse) },
    r2: rows < 2 ? { value: null, warning: 'it takes at least two rows' } : { value: explained(mse, variance(truth)) },
    explained_variance: { value: explained(variance(errors), variance(truth)) },
    mape: { value: mean(sizes.map((size, row) => size / Math.max(Number.EPSILON, Math.abs(truth[row] ?? 0)))) },
    median_absolute_error: { value: median(sizes) },
    max_error: { value: sizes.reduce((most, size) => Math.max(most, size), 0) },
  };
}

function explained(left: number, whole: number): number {
  if (left === 0) return 1;
  return whole === 0 ? 0 : 1 - left / whole;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: Float64Array): number {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2));
}

function median(values: Float64Array): number {
  const sorted = values.toSorted();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] ?? NaN : ((sorted[half - 1] ?? NaN) + (sorted[half] ?? NaN)) / 2;
}
