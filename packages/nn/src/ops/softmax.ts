import { formatShape } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';
import { sumAlong } from './sum-to.ts';

/** Entries along an axis (the last unless told) as probabilities: `exp(x) / Σ exp(x)`. */
export function softmax(x: Value, axis = -1): Value {
  const { graph, shape } = x;
  const along = axis < 0 ? axis + shape.length : axis;
  if (shape[along] === undefined) throw graph.shapeError('softmax', `${formatShape(shape)} has no axis ${axis}`);
  const y = graph.node('Softmax', [x], shape, { attributes: { axis: { int: along } } });
  return graph.differentiable(y, [
    [x, (dy) => {
      const sum = sumAlong(graph.node('Mul', [dy, y], shape), along);
      return graph.node('Mul', [y, graph.node('Sub', [dy, sum], shape)], shape);
    }],
  ]);
}
