// What a threshold makes of probabilities, from counts at each of them. Definitions are those of scikit-learn.
import type { PredictionFigures } from '@millrace/workflow';

export interface ThresholdFigures {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  /** 0 where nothing is chosen, as with `zero_division=0`. */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly accuracy: number;
}

type Counts = Pick<PredictionFigures, 'curve' | 'positives' | 'negatives'>;

/** The figures when the label is chosen from this probability on. Of a long curve, the nearest step that is not below the threshold counts. */
export function atThreshold({ curve, positives, negatives }: Counts, threshold: number): ThresholdFigures {
  // The curve runs from the highest threshold down; its counts are of rows with at least that probability.
  const { truePositives, falsePositives } = curve.findLast((step) => step.threshold >= threshold) ?? { truePositives: 0, falsePositives: 0 };
  const falseNegatives = positives - truePositives;
  const trueNegatives = negatives - falsePositives;
  return {
    truePositives, falsePositives, falseNegatives, trueNegatives,
    precision: share(truePositives, truePositives + falsePositives),
    recall: share(truePositives, positives),
    f1: share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    accuracy: share(truePositives + trueNegatives, positives + negatives),
  };
}

/** Points (false positive rate, true positive rate), from (0, 0). */
export function rocPoints({ curve, positives, negatives }: Counts): [number, number][] {
  return [[0, 0], ...curve.map((step): [number, number] => [share(step.falsePositives, negatives), share(step.truePositives, positives)])];
}

/** Points (recall, precision), from (0, 1). */
export function precisionRecallPoints({ curve, positives }: Counts): [number, number][] {
  return [[0, 1], ...curve.map((step): [number, number] => [share(step.truePositives, positives), share(step.truePositives, step.truePositives + step.falsePositives)])];
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
