import type { Session } from './database.ts';
import { columnOf, describeTable } from './describe-table.ts';
import { identifier, uniqueName } from './sql.ts';
import { TableError } from './table-error.ts';

/**
 * A table of predictions against its truth. The columns are `label`, `predicted` and, for each label, `p_NAME`.
 * Rows without a label or without that probability are left out of what is counted here.
 */
export interface PredictionFigures {
  /** What the model knows, in its order. */
  readonly labels: readonly string[];
  /** Labels that occur as truth or prediction, the model's first, then others by name. */
  readonly names: readonly string[];
  /** `counts[actual][predicted]`, by the places of `names`. */
  readonly counts: readonly (readonly number[])[];
  readonly label: string;
  readonly positives: number;
  readonly negatives: number;
  /** Rows whose probability is at least the threshold, from the highest threshold down; at most 500 steps, the areas know them all. */
  readonly curve: readonly { readonly threshold: number; readonly truePositives: number; readonly falsePositives: number }[];
  /** Area under the ROC curve, by trapezoids; null where one of both classes does not occur. */
  readonly rocAuc: number | null;
  /** Average precision as in scikit-learn: precision at each step, weighed by the recall it adds. */
  readonly averagePrecision: number | null;
  /** Ten ranges of probability that hold rows: their mean probability and the share that is true. */
  readonly calibration: readonly { readonly predicted: number; readonly observed: number; readonly count: number }[];
  /** Mean squared distance between probability and truth (Brier score); null without rows. */
  readonly brier: number | null;
}

const mostSteps = 500;
const mostNames = 60;

/** Whether columns are those of a table of predictions with its truth. */
export function isPredictionTable(names: readonly string[]): boolean {
  return names.includes('label') && names.includes('predicted') && labelsOf(names).length >= 2;
}

/** Counts how a label was predicted. Throws a TableError when the table is not one of predictions. */
export async function predictionFigures(session: Session, path: string, label: string): Promise<PredictionFigures> {
  const { columns } = await describeTable(session, path);
  const names = columns.map(({ name }) => name);
  if (!isPredictionTable(names)) throw new TableError(`This is not a table of predictions with labels (it has: ${names.join(', ')}); it needs "label", "predicted" and a "p_NAME" for each label.`);
  const labels = labelsOf(names);
  if (!labels.includes(label)) throw new TableError(`The predictions know no label "${label}"; they know: ${labels.join(', ')}`);
  const probability = columnOf(columns, `p_${label}`);
  if (probability.type !== 'number' && probability.type !== 'integer') throw new TableError(`Column "${probability.name}" holds ${probability.type}, not probabilities.`);
  const table = await session.table(path);
  const rows = `(SELECT CAST(${identifier(probability.name)} AS DOUBLE) AS p, CAST(label AS VARCHAR) IS NOT DISTINCT FROM $1 AS t FROM ${table} WHERE label IS NOT NULL AND isfinite(CAST(${identifier(probability.name)} AS DOUBLE)))`;
  const [positives, negatives, brier] = (await session.row(`SELECT count(*) FILTER (t), count(*) FILTER (NOT t), avg(pow(p - CAST(t AS INTEGER), 2)) FROM ${rows}`, [label])).map(Number);
  return {
    labels, ...await confusion(session, table, labels), label, positives: positives ?? 0, negatives: negatives ?? 0,
    ...await curveOf(session, rows, label, positives ?? 0, negatives ?? 0), brier: (positives ?? 0) + (negatives ?? 0) === 0 ? null : brier ?? null,
    calibration: (await session.rows(`SELECT avg(p), avg(CAST(t AS INTEGER)), count(*) FROM ${rows} GROUP BY least(greatest(floor(p * 10), 0), 9) ORDER BY 1`, [label]))
      .map(([predicted, observed, count]) => ({ predicted: Number(predicted), observed: Number(observed), count: Number(count) })),
  };
}

async function confusion(session: Session, table: string, labels: readonly string[]): Promise<Pick<PredictionFigures, 'names' | 'counts'>> {
  const pairs = (await session.rows(`SELECT CAST(label AS VARCHAR), CAST(predicted AS VARCHAR), count(*) FROM ${table} WHERE label IS NOT NULL AND predicted IS NOT NULL GROUP BY 1, 2`))
    .map(([actual, predicted, count]) => ({ actual: String(actual), predicted: String(predicted), count: Number(count) }));
  const others = [...new Set(pairs.flatMap(({ actual, predicted }) => [actual, predicted]))].filter((name) => !labels.includes(name)).sort();
  const names = [...labels, ...others].slice(0, mostNames);
  const counts = names.map(() => names.map(() => 0));
  for (const { actual, predicted, count } of pairs) {
    const line = counts[names.indexOf(actual)];
    const place = names.indexOf(predicted);
    if (line && place >= 0) line[place] = count;
  }
  return { names, counts };
}

async function curveOf(session: Session, rows: string, label: string, positives: number, negatives: number): Promise<Pick<PredictionFigures, 'curve' | 'rocAuc' | 'averagePrecision'>> {
  const step = uniqueName(['p', 't']);
  const steps = `
    WITH s AS (SELECT p, count(*) FILTER (t) AS up, count(*) FILTER (NOT t) AS side FROM ${rows} GROUP BY p),
      c AS (SELECT p, up, side, sum(up) OVER w AS tp, sum(side) OVER w AS fp, row_number() OVER w AS ${step}, count(*) OVER () AS total FROM s WINDOW w AS (ORDER BY p DESC))`;
  const [area, precision] = await session.row(`${steps} SELECT CAST(sum(side * (2 * tp - up)) AS DOUBLE) / 2, sum(CAST(up AS DOUBLE) * tp / (tp + fp)) FROM c`, [label]);
  const curve = await session.rows(`${steps} SELECT p, CAST(tp AS DOUBLE), CAST(fp AS DOUBLE) FROM c WHERE ${step} = total OR ${step} % greatest(CAST(ceil(total / ${mostSteps}) AS BIGINT), 1) = 0 OR ${step} = 1 ORDER BY p DESC`, [label]);
  return {
    curve: curve.map(([threshold, truePositives, falsePositives]) => ({ threshold: Number(threshold), truePositives: Number(truePositives), falsePositives: Number(falsePositives) })),
    rocAuc: positives === 0 || negatives === 0 ? null : Number(area) / (positives * negatives),
    averagePrecision: positives === 0 ? null : Number(precision) / positives,
  };
}

function labelsOf(names: readonly string[]): string[] {
  return names.filter((name) => name.startsWith('p_')).map((name) => name.slice(2));
}
