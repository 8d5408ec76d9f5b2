import { formatShape } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';
import { sumAlong } from './sum-to.ts';

/** The logarithm of `softmax(x)` along an axis (the last unless told), without the overflow of taking them one after the other. */
export function logSoftmax(x: Value, axis = -1): Value {
  const { graph, shape } = x;
  const along = axis < 0 ? axis + shape.length : axis;
  if (shape[along] === undefined) throw graph.shapeError('logSoftmax', `${formatShape(shape)} has no axis ${axis}`);
  const y = logSoftmaxValue(x, along);
  return graph.differentiable(y, [
    [x, (dy) => {
      const share = graph.node('Mul', [graph.node('Exp', [y], shape), sumAlong(dy, along)], shape);
      return graph.node('Sub', [dy, share], shape);
    }],
  ]);
}

/** The value of `logSoftmax` along an axis counted from 0; no gradient passes. */
export function logSoftmaxValue(x: Value, along: number): Value {
  const { graph, shape } = x;
  if (graph.target.logSoftmax) return graph.node('LogSoftmax', [x], shape, { attributes: { axis: { int: along } } });
  const single = shape.with(along, 1);
  const largest = graph.node('ReduceMax', [x, graph.integers([along])], single, { attributes: { keepdims: { int: 1 } } });
  const below = graph.node('Sub', [x, largest], shape);
  return graph.node('Sub', [below, graph.node('Log', [sumAlong(graph.node('Exp', [below], shape), along)], single)], shape);
}
