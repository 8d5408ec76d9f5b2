import { broadcastShape, elementCount, formatShape, product, sameShape } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';
import { multiply } from './multiply.ts';
import { scale } from './scale.ts';
import { sumTo } from './sum-to.ts';

/** The losses of single elements as one scalar: `Σ weights · losses`, or the mean without weights. `operation` names who asks in errors. */
export function weightedSum(operation: string, losses: Value, weights: Value | undefined): Value {
  const { graph, shape } = losses;
  if (!weights) {
    if (typeof product(shape) !== 'number') throw graph.shapeError(operation, `the mean over ${formatShape(shape)} needs known sizes; give weights instead`);
    return scale(sumTo(losses, []), 1 / elementCount(shape));
  }
  const whole = broadcastShape(shape, weights.shape);
  if (!whole || !sameShape(whole, shape)) throw graph.shapeError(operation, `weights ${formatShape(weights.shape)} do not broadcast to ${formatShape(shape)}`);
  return sumTo(multiply(losses, weights), []);
}
