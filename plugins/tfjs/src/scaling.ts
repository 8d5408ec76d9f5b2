/** Mean and standard deviation of each column; a column that never changes has the deviation 1. */
export interface Scaling {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** Measures rows of `width` numbers, with the deviation of the population as scikit-learn's StandardScaler has it. */
export function measureScaling(rows: Float64Array, width: number): Scaling {
  const count = rows.length / width;
  const columns = Array.from({ length: width }, (_, column) => {
    let sum = 0;
    for (let at = column; at < rows.length; at += width) sum += rows[at] ?? 0;
    const mean = sum / count;
    let squares = 0;
    for (let at = column; at < rows.length; at += width) squares += ((rows[at] ?? 0) - mean) ** 2;
    return { mean, deviation: Math.sqrt(squares / count) || 1 };
  });
  return { mean: columns.map(({ mean }) => mean), deviation: columns.map(({ deviation }) => deviation) };
}

/** Rows with mean 0 and deviation 1 in each column; as they are without a scaling. */
export function scaled(rows: Float64Array, { mean, deviation }: Scaling): Float32Array {
  return Float32Array.from(rows, (value, at) => (value - (mean[at % mean.length] ?? 0)) / (deviation[at % mean.length] ?? 1));
}

/** A scaling that changes nothing. */
export function unscaled(width: number): Scaling {
  return { mean: Array.from({ length: width }, () => 0), deviation: Array.from({ length: width }, () => 1) };
}
