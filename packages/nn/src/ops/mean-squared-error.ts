import { formatShape, sameShape } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';
import { add } from './add.ts';
import { multiply } from './multiply.ts';
import { scale } from './scale.ts';
import { weightedSum } from './weighted-sum.ts';

/**
 * The mean of `(predictions - targets)²` over all elements, a scalar; both have one shape. With `weights`, which broadcast
 * to that shape, the sum of `weights · (predictions - targets)²` instead: an element of padding has weight 0.
 */
export function meanSquaredError(predictions: Value, targets: Value, weights?: Value): Value {
  const { graph } = predictions;
  if (!sameShape(predictions.shape, targets.shape)) {
    throw graph.shapeError('meanSquaredError', `predictions ${formatShape(predictions.shape)} do not fit targets ${formatShape(targets.shape)}`);
  }
  const error = add(predictions, scale(targets, -1));
  return weightedSum('meanSquaredError', multiply(error, error), weights);
}
