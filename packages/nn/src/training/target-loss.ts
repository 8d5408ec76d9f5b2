import type { Graph, Value } from '../graph/graph.ts';
import { type Dim, product } from '../graph/shape.ts';
import { binaryCrossEntropy } from '../ops/binary-cross-entropy.ts';
import { crossEntropy } from '../ops/cross-entropy.ts';
import { meanSquaredError } from '../ops/mean-squared-error.ts';
import { reshape } from '../ops/reshape.ts';
import { scale } from '../ops/scale.ts';
import type { BatchShape } from './objective.ts';
import type { Task } from './targets.ts';

/**
 * The loss of a task's logits [batch, labels] (of tokens: [batch·sequence, labels]): cross entropy for classes, the mean over labels of
 * binary cross entropy or of squared errors. Declares the inputs `targets` and `weights`, which `allocateTargets` makes.
 */
export function targetLoss(graph: Graph, task: Task, logits: Value, { batch, sequence, labels }: BatchShape<Dim> & { readonly labels: number }): Value {
  switch (task) {
    case 'single_label_classification':
      return crossEntropy(logits, graph.input('targets', [batch], 'int64'), graph.input('weights', [batch]));
    case 'token_classification': {
      const rows = [product([batch, sequence])];
      const targets = reshape(graph.input('targets', [batch, sequence], 'int64'), rows);
      return crossEntropy(logits, targets, reshape(graph.input('weights', [batch, sequence]), rows));
    }
    case 'multi_label_classification':
    case 'regression': {
      const targets = graph.input('targets', [batch, labels]);
      const weights = scale(reshape(graph.input('weights', [batch]), [batch, 1]), 1 / labels);
      return (task === 'regression' ? meanSquaredError : binaryCrossEntropy)(logits, targets, weights);
    }
    default:
      return task satisfies never;
  }
}
