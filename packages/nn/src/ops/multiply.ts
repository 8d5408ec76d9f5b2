import { broadcastShape, formatShape } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';
import { sumTo } from './sum-to.ts';

/** `a · b` element by element, broadcast as in NumPy. */
export function multiply(a: Value, b: Value): Value {
  const { graph } = a;
  const shape = broadcastShape(a.shape, b.shape);
  if (!shape) throw graph.shapeError('multiply', `${formatShape(a.shape)} and ${formatShape(b.shape)} do not broadcast`);
  return graph.differentiable(graph.node('Mul', [a, b], shape), [
    [a, (dy) => sumTo(multiply(dy, b), a.shape)],
    [b, (dy) => sumTo(multiply(dy, a), b.shape)],
  ]);
}
