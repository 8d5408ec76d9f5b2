import type { Value } from '../graph/graph.ts';
import { crossEntropy } from '../ops/cross-entropy.ts';
import { meanSquaredError } from '../ops/mean-squared-error.ts';
import type { TabularTargets } from './targets.ts';

/**
 * Σ weight · loss over a batch: cross-entropy of logits, or the squared error of predictions. Declares the inputs `targets` (classes int64
 * [batch], or numbers [batch, 1]) and `weights` (of the same shape).
 */
export function tabularLoss(output: Value, kind: TabularTargets['kind']): Value {
  const { graph } = output;
  const batch = output.shape[0]!;
  if (kind === 'classes') return crossEntropy(output, graph.input('targets', [batch], 'int64'), graph.input('weights', [batch]));
  return meanSquaredError(output, graph.input('targets', [batch, 1]), graph.input('weights', [batch, 1]));
}

/** The input arrays of `tabularLoss`. */
export class LossArrays<Float extends Float32Array | Float64Array> {
  readonly targets: Float | BigInt64Array;

  /** `weights` holds as many numbers as the batch has rows. */
  constructor(private readonly of: TabularTargets, readonly weights: Float, empty: (length: number) => Float) {
    this.targets = of.kind === 'classes' ? new BigInt64Array(weights.length) : empty(weights.length);
  }

  /** Writes the target of a row, and what it weighs, to a place of the batch. */
  write(place: number, row: number, weight: number): void {
    this.weights[place] = weight;
    if (this.of.kind === 'classes') this.targets[place] = BigInt(this.of.classes[row]!);
    else this.targets[place] = this.of.values[row]!;
  }
}
