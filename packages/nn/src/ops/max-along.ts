import { formatShape } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';
import { places } from './places.ts';
import { reshape } from './reshape.ts';

/** The largest entry along an axis (counted from 0), which is gone from the result. Of equal entries the first gets the gradient. */
export function maxAlong(x: Value, axis: number): Value {
  const { graph, shape } = x;
  const size = shape[axis];
  if (size === undefined) throw graph.shapeError('maxAlong', `${formatShape(shape)} has no axis ${axis}`);
  const y = graph.node('ReduceMax', [x, graph.integers([axis])], shape.toSpliced(axis, 1), { attributes: { keepdims: { int: 0 } } });
  return graph.differentiable(y, [
    [x, (dy) => {
      const single = shape.with(axis, 1);
      const first = graph.node('ArgMax', [x], single, { attributes: { axis: { int: axis }, keepdims: { int: 1 }, select_last_index: { int: 0 } }, elementType: 'int64' });
      const order = reshape(places(graph, size), shape.map((_, index) => (index === axis ? size : 1)));
      const isFirst = graph.node('Equal', [first, order], shape, { elementType: 'bool' });
      return graph.node('Where', [isFirst, reshape(dy, single), graph.float(0)], shape, { elementType: dy.type });
    }],
  ]);
}
