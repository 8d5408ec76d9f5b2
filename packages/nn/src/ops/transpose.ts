import { formatShape } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';

/** `x` with its axes in another order: axis `i` of the result is axis `order[i]` of `x`. */
export function transpose(x: Value, order: readonly number[]): Value {
  const { graph } = x;
  if (order.length !== x.shape.length || new Set(order).size !== order.length || order.some((axis) => x.shape[axis] === undefined)) {
    throw graph.shapeError('transpose', `${formatShape(order)} is no order of the axes of ${formatShape(x.shape)}`);
  }
  const shape = order.map((axis) => x.shape[axis]!);
  return graph.differentiable(graph.node('Transpose', [x], shape, { attributes: { perm: { ints: order } } }), [
    [x, (dy) => transpose(dy, order.map((_, axis) => order.indexOf(axis)))],
  ]);
}
