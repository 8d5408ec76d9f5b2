import type { Value } from '../graph/graph.ts';
import { formatShape, sameShape } from '../graph/shape.ts';

/** Values one after another along an axis, whose sizes must be known; their other axes are the same. */
export function concat(values: readonly [Value, ...Value[]], axis: number): Value {
  const [first] = values;
  const { graph } = first;
  const sizes = values.map(({ shape }) => shape[axis]).filter((size) => typeof size === 'number');
  const others = first.shape.toSpliced(axis, 1);
  if (sizes.length < values.length || !values.every(({ shape }) => sameShape(shape.toSpliced(axis, 1), others))) {
    throw graph.shapeError('concat', `${values.map(({ shape }) => formatShape(shape)).join(', ')} do not join along axis ${axis}`);
  }
  if (values.length === 1) return first;
  const attributes = { axis: { int: axis } };
  const y = graph.node('Concat', values, first.shape.with(axis, sizes.reduce((sum, size) => sum + size, 0)), { attributes });
  const shapes = values.map(({ shape }) => shape);
  const parts = (dy: Value) => graph.nodeWithOutputs('Split', [dy, graph.integers(sizes)], shapes, { attributes, elementType: dy.type });
  return graph.differentiable(y, values.map((value, index) => [value, (dy) => parts(dy)[index]!] as const));
}
