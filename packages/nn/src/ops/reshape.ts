import { formatShape, product, sameShape, type Shape } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';

/** The same elements in the same order under another shape. */
export function reshape(x: Value, shape: Shape): Value {
  if (sameShape(x.shape, shape)) return x;
  const { graph } = x;
  if (product(x.shape) !== product(shape)) {
    throw graph.shapeError('reshape', `${formatShape(x.shape)} holds ${product(x.shape)} elements, ${formatShape(shape)} needs ${product(shape)}`);
  }
  return graph.differentiable(graph.node('Reshape', [x, target(x, shape)], shape), [
    [x, (dy) => reshape(dy, x.shape)],
  ]);
}

/** A tensor [..., H] as rows [N, H]. */
export function asRows(x: Value): Value {
  return reshape(x, [product(x.shape.slice(0, -1)), x.shape.at(-1)!]);
}

/** The shape as a tensor: known sizes as they are, the last symbolic one as -1 (work it out), others read at run time. */
function target({ graph }: Value, shape: Shape): Value {
  const open = shape.findLastIndex((dim) => typeof dim === 'string');
  const dims = shape.map((dim, axis) => (axis === open ? -1 : dim));
  if (dims.every((dim) => typeof dim === 'number')) return graph.integers(dims);
  return graph.node('Concat', dims.map((dim) => graph.sizeOf(dim)), [dims.length], { attributes: { axis: { int: 0 } }, elementType: 'int64' });
}
