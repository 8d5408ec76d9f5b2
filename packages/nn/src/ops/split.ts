import { formatShape, type Shape } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';
import { concat, cut, sumOf } from './concat.ts';

/** `x` cut along an axis into parts of these sizes, which must add up to the size of the axis. */
export function split(x: Value, axis: number, sizes: Shape): readonly Value[] {
  const { graph } = x;
  if (x.shape[axis] === undefined || x.shape[axis] !== sumOf(sizes)) {
    throw graph.shapeError('split', `${formatShape(x.shape)} does not fall into parts of ${sizes.join(' and ')} along axis ${axis}`);
  }
  if (sizes.length === 1) return [x];
  return graph.differentiableTogether(cut(x, axis, sizes), [
    [x, ([first, ...others]) => concat([first!, ...others], axis)],
  ]);
}
