/**
 * The answer for one text: the likeliest label, its probability, and the probability of every label. (Of a model that predicts numbers: the
 * largest of them with its name, and all.)
 */
export interface Prediction {
  readonly label: string;
  readonly score: number;
  readonly probabilities: Readonly<Record<string, number>>;
}

/** Names the probabilities, given in the order of the labels. */
export function toPrediction(labels: readonly string[], probabilities: ArrayLike<number>): Prediction {
  let best = 0;
  for (let index = 1; index < labels.length; index++) if ((probabilities[index] ?? 0) > (probabilities[best] ?? 0)) best = index;
  return {
    label: labels[best] ?? '',
    score: probabilities[best] ?? 0,
    probabilities: Object.fromEntries(labels.map((label, index) => [label, probabilities[index] ?? 0])),
  };
}
