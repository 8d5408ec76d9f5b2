import type { BatchShape } from './objective.ts';

/** What is to be learnt of each example. */
export type Targets =
  /** The index of the one class of each example. */
  | { readonly task: 'single_label_classification'; readonly classes: Int32Array }
  /** For each example and label [examples · labels] whether it applies, 0 or 1. */
  | { readonly task: 'multi_label_classification'; readonly applies: Uint8Array }
  /** For each example and output [examples · outputs] a number. */
  | { readonly task: 'regression'; readonly values: Float32Array }
  /** For each text the index of the class of each token, or -1 for a token that is not asked about. */
  | { readonly task: 'token_classification'; readonly tokenClasses: readonly Int32Array[] };

/** What a model says, in the words of Transformers. */
export type Task = Targets['task'];

/** How much each example counts: the weight of its class, its number of labelled tokens, or 1. */
export function weightsOf(targets: Targets, classWeights?: readonly number[]): (example: number) => number {
  if (targets.task === 'token_classification') return (example) => labelledTokens(targets.tokenClasses[example]!);
  if (targets.task === 'single_label_classification' && classWeights) return (example) => classWeights[targets.classes[example]!]!;
  return () => 1;
}

function labelledTokens(classes: Int32Array): number {
  return classes.reduce((count, label) => count + Number(label >= 0), 0);
}

/** The targets of some examples and their weights, as arrays that a graph reads. */
export interface TargetArrays {
  readonly targets: BigInt64Array | Float32Array;
  readonly weights: Float32Array;
  /** Writes the targets of these examples; the weight of a text whose tokens are labelled is shared among them. Other rows weigh nothing. */
  fill(rows: readonly number[], weightOf: (row: number) => number): void;
}

/** Arrays for batches of this shape: classes int64, or numbers float32 [batch, labels]. */
export function allocateTargets(targets: Targets, labels: number, { batch, sequence }: BatchShape): TargetArrays {
  switch (targets.task) {
    case 'single_label_classification': {
      const arrays = { targets: new BigInt64Array(batch), weights: new Float32Array(batch) };
      return {
        ...arrays,
        fill: eachRow(arrays.weights, (place, row) => { arrays.targets[place] = BigInt(targets.classes[row]!); }),
      };
    }
    case 'multi_label_classification':
    case 'regression': {
      const numbers = targets.task === 'regression' ? targets.values : targets.applies;
      const arrays = { targets: new Float32Array(batch * labels), weights: new Float32Array(batch) };
      return {
        ...arrays,
        fill: eachRow(arrays.weights, (place, row) => arrays.targets.set(numbers.subarray(row * labels, (row + 1) * labels), place * labels)),
      };
    }
    case 'token_classification': {
      const arrays = { targets: new BigInt64Array(batch * sequence), weights: new Float32Array(batch * sequence) };
      return {
        ...arrays,
        fill(rows, weightOf) {
          arrays.targets.fill(0n);
          arrays.weights.fill(0);
          rows.forEach((row, place) => {
            const classes = targets.tokenClasses[row]!;
            const labelled = labelledTokens(classes);
            classes.forEach((label, position) => {
              if (label < 0) return;
              arrays.targets[place * sequence + position] = BigInt(label);
              arrays.weights[place * sequence + position] = weightOf(row) / labelled;
            });
          });
        },
      };
    }
    default:
      return targets satisfies never;
  }
}

/** Writes every row and its weight; rows beyond those given weigh nothing, and what they hold does not matter. */
function eachRow(weights: Float32Array, write: (place: number, row: number) => void): TargetArrays['fill'] {
  return (rows, weightOf) => {
    weights.fill(0);
    rows.forEach((row, place) => {
      weights[place] = weightOf(row);
      write(place, row);
    });
  };
}
