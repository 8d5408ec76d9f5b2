import { broadcastShape, formatShape } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';
import { sumTo } from './sum-to.ts';

/** `a + b`, broadcast as in NumPy. */
export function add(a: Value, b: Value): Value {
  const { graph } = a;
  const shape = broadcastShape(a.shape, b.shape);
  if (!shape) throw graph.shapeError('add', `${formatShape(a.shape)} and ${formatShape(b.shape)} do not broadcast`);
  return graph.differentiable(graph.node('Add', [a, b], shape), [
    [a, (dy) => sumTo(dy, a.shape)],
    [b, (dy) => sumTo(dy, b.shape)],
  ]);
}
