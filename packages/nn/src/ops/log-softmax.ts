import { formatShape } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';
import { sumAlong } from './sum-to.ts';

/** The logarithm of `softmax(x)` along an axis (the last unless told), without the overflow of taking them one after the other. */
export function logSoftmax(x: Value, axis = -1): Value {
  const { graph, shape } = x;
  const along = axis < 0 ? axis + shape.length : axis;
  if (shape[along] === undefined) throw graph.shapeError('logSoftmax', `${formatShape(shape)} has no axis ${axis}`);
  const y = graph.node('LogSoftmax', [x], shape, { attributes: { axis: { int: along } } });
  return graph.differentiable(y, [
    [x, (dy) => {
      const share = graph.node('Mul', [graph.node('Exp', [y], shape), sumAlong(dy, along)], shape);
      return graph.node('Sub', [dy, share], shape);
    }],
  ]);
}
