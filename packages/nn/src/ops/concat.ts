import type { Value } from '../graph/graph.ts';
import { type Dim, formatShape, sameShape, type Shape } from '../graph/shape.ts';

/** Values one after another along an axis; their other axes are the same. */
export function concat(values: readonly [Value, ...Value[]], axis: number): Value {
  const [first] = values;
  const { graph } = first;
  const sizes = values.map(({ shape }) => shape[axis]).filter((size) => size !== undefined);
  const others = first.shape.toSpliced(axis, 1);
  if (sizes.length < values.length || !values.every(({ shape }) => sameShape(shape.toSpliced(axis, 1), others))) {
    throw graph.shapeError('concat', `${values.map(({ shape }) => formatShape(shape)).join(', ')} do not join along axis ${axis}`);
  }
  if (values.length === 1) return first;
  const y = graph.node('Concat', values, first.shape.with(axis, sumOf(sizes)), { attributes: { axis: { int: axis } } });
  return graph.differentiable(y, values.map((value, index) => [value, (dy) => cut(dy, axis, sizes)[index]!] as const));
}

/** The reverse of `concat`: parts of these sizes along an axis; no gradient passes (`split` has one). */
export function cut(x: Value, axis: number, sizes: Shape): readonly Value[] {
  const { graph } = x;
  const lengths = sizes.every((size) => typeof size === 'number') ? graph.integers(sizes)
    : graph.node('Concat', sizes.map((size) => graph.sizeOf(size)), [sizes.length], { attributes: { axis: { int: 0 } }, elementType: 'int64' });
  return graph.nodeWithOutputs('Split', [x, lengths], sizes.map((size) => x.shape.with(axis, size)), { attributes: { axis: { int: axis } }, elementType: x.type });
}

/** The sum of sizes; with names among them a name, which tells it from other sums. */
export function sumOf(sizes: Shape): Dim {
  return sizes.every((size) => typeof size === 'number') ? sizes.reduce((a, b) => a + b, 0) : sizes.join('+');
}
