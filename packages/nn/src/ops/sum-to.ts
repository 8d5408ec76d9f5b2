import { broadcastShape, formatShape, product, sameShape, type Shape } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';
import { reshape } from './reshape.ts';

/** Sums `x` over the axes along which `shape` would be broadcast to it: the reverse of broadcasting. */
export function sumTo(x: Value, shape: Shape): Value {
  if (sameShape(x.shape, shape)) return x;
  const { graph } = x;
  const whole = broadcastShape(x.shape, shape);
  if (!whole || !sameShape(whole, x.shape)) throw graph.shapeError('sumTo', `${formatShape(shape)} does not broadcast to ${formatShape(x.shape)}`);
  return graph.differentiable(sum(x, shape), [
    [x, (dy) => broadcastTo(dy, x.shape)],
  ]);
}

function sum(x: Value, shape: Shape): Value {
  const { graph } = x;
  const added = x.shape.length - shape.length;
  const axes = x.shape.flatMap((dim, axis) => (axis < added || (shape[axis - added] === 1 && dim !== 1) ? [axis] : []));
  const leading = axes.every((axis, index) => axis === index);
  if (leading && axes.length < x.shape.length) { // as a matrix product, which is faster than ReduceSum over rows
    const rows = product(x.shape.slice(0, axes.length));
    const columns = product(x.shape.slice(axes.length));
    if (typeof rows === 'number' && rows <= longestOnes) {
      const flat = reshape(x, [rows, columns]);
      const ones = graph.floats(Array.from({ length: rows }, () => 1), [1, rows]);
      return reshape(graph.node('MatMul', [ones, flat], [1, columns]), shape);
    }
  }
  const kept = x.shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim));
  const reduced = graph.node('ReduceSum', [x, graph.integers(axes)], kept, { attributes: { keepdims: { int: 1 } } });
  return reshape(reduced, shape);
}

/** The sum along one axis (counted from 0), which stays with size 1; no gradient passes. */
export function sumAlong(x: Value, axis: number): Value {
  return x.graph.node('ReduceSum', [x, x.graph.integers([axis])], x.shape.with(axis, 1), { attributes: { keepdims: { int: 1 } } });
}

/** Above this many rows the vector of ones would make the graph needlessly large. */
const longestOnes = 1 << 18;

/** Repeats `x` along new or one-element axes until it has `shape`. */
export function broadcastTo(x: Value, shape: Shape): Value {
  if (sameShape(x.shape, shape)) return x;
  const { graph } = x;
  const sizes = graph.node('Concat', shape.map((dim) => graph.sizeOf(dim)), [shape.length], { attributes: { axis: { int: 0 } }, elementType: 'int64' });
  return graph.differentiable(graph.node('Expand', [x, sizes], shape), [
    [x, (dy) => sumTo(dy, x.shape)],
  ]);
}
