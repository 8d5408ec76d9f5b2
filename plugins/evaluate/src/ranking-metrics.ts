import type { Score } from './score.ts';

/** Points of a receiver operating characteristic, from (0, 0) to (1, 1), and the thresholds at which they lie. */
export interface RocCurve {
  readonly falsePositiveRates: readonly number[];
  readonly truePositiveRates: readonly number[];
  readonly thresholds: readonly number[];
}

/** How many positives and negatives score at least as high as each distinct score, highest first. */
function cumulativeCounts(isPositive: ArrayLike<boolean>, scores: ArrayLike<number>): { thresholds: number[]; positives: number[]; negatives: number[] } {
  const order = Array.from({ length: scores.length }, (_, index) => index).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const counts = { thresholds: new Array<number>(), positives: new Array<number>(), negatives: new Array<number>() };
  let positives = 0;
  let negatives = 0;
  order.forEach((row, position) => {
    if (isPositive[row]) positives++;
    else negatives++;
    if (position + 1 < order.length && scores[order[position + 1] ?? 0] === scores[row]) return;
    counts.thresholds.push(scores[row] ?? 0);
    counts.positives.push(positives);
    counts.negatives.push(negatives);
  });
  return counts;
}

/** The ROC curve of scores for "positive"; `undefined` unless both kinds of row occur. */
export function rocCurve(isPositive: ArrayLike<boolean>, scores: ArrayLike<number>): RocCurve | undefined {
  const { thresholds, positives, negatives } = cumulativeCounts(isPositive, scores);
  const allPositives = positives.at(-1) ?? 0;
  const allNegatives = negatives.at(-1) ?? 0;
  if (allPositives === 0 || allNegatives === 0) return undefined;
  return {
    falsePositiveRates: [0, ...negatives.map((count) => count / allNegatives)],
    truePositiveRates: [0, ...positives.map((count) => count / allPositives)],
    thresholds: [Infinity, ...thresholds],
  };
}

/** Area under the ROC curve; null unless both kinds of row occur. */
export function rocAuc(isPositive: ArrayLike<boolean>, scores: ArrayLike<number>): Score {
  const curve = rocCurve(isPositive, scores);
  if (!curve) return { value: null, warning: 'only one class occurs in the data' };
  const { falsePositiveRates: x, truePositiveRates: y } = curve;
  let area = 0;
  for (let index = 1; index < x.length; index++) area += ((x[index] ?? 0) - (x[index - 1] ?? 0)) * ((y[index] ?? 0) + (y[index - 1] ?? 0)) / 2;
  return { value: area };
}

/** Area under the precision-recall steps (scikit-learn's `average_precision_score`, no interpolation). */
export function averagePrecision(isPositive: ArrayLike<boolean>, scores: ArrayLike<number>): Score {
  const { positives, negatives } = cumulativeCounts(isPositive, scores);
  const all = positives.at(-1) ?? 0;
  if (all === 0) return { value: 0, warning: 'the positive class does not occur in the data' };
  const area = positives.reduce((total, count, index) => total + (count - (positives[index - 1] ?? 0)) / all * count / (count + (negatives[index] ?? 0)), 0);
  return { value: area };
}

/** ROC AUC of each class against the rest, averaged; `weighted` by the rows of each class, leaving out classes without rows. */
export function rocAucOneVersusRest(actual: ArrayLike<number>, probabilities: readonly ArrayLike<number>[], classes: number, averaging: 'macro' | 'weighted'): Score {
  let total = 0;
  let weights = 0;
  let warning: string | undefined;
  for (let index = 0; index < classes; index++) {
    const isPositive = Array.from(actual, (value) => value === index);
    const rows = isPositive.filter(Boolean).length;
    const auc = rocAuc(isPositive, probabilities.map((row) => row[index] ?? 0));
    const weight = averaging === 'macro' ? 1 : rows;
    warning ??= auc.warning && 'a class does not occur in the data, or no other does';
    if (weight === 0) continue;
    if (auc.value === null) return { value: null, ...(warning ? { warning } : {}) };
    total += auc.value * weight;
    weights += weight;
  }
  return weights === 0 ? { value: null, warning: 'there are no rows' } : { value: total / weights, ...(warning ? { warning } : {}) };
}
