import type { Value } from '../graph/graph.ts';
import { poolSizes } from './pool-sizes.ts';
import { reshape } from './reshape.ts';
import { overlapAdd, type PerAxis, reach, windowAxes, type WindowOptions, windows } from './windows.ts';

/** The largest entry of each window of `size` on `x` [N, C, L]; the stride is the size unless told. Of equal entries the first gets the gradient. */
export function maxPool1d(x: Value, size: number, options: WindowOptions = {}): Value {
  return maxPool('maxPool1d', 1, x, size, options);
}

/**
 * The largest entry of each window of `size` on `x` [N, C, H, W]; the stride is the size unless told. Of equal entries the
 * first in row-major order gets the gradient.
 */
export function maxPool2d(x: Value, size: PerAxis, options: WindowOptions = {}): Value {
  return maxPool('maxPool2d', 2, x, size, options);
}

function maxPool(operation: string, rank: number, x: Value, size: PerAxis, options: WindowOptions): Value {
  const { graph } = x;
  const sizes = poolSizes(graph, operation, rank, size, options);
  const axes = windowAxes(operation, x, sizes, { stride: size, ...options });
  const shape = [...x.shape.slice(0, 2), ...axes.map(({ places }) => places)];
  const after = axes.map((axis) => Math.max(0, (axis.places - 1) * axis.stride + reach(axis) - axis.length - axis.padding));
  const y = graph.node('MaxPool', [x], shape, {
    attributes: {
      kernel_shape: { ints: sizes }, strides: { ints: axes.map(({ stride }) => stride) }, dilations: { ints: axes.map(({ dilation }) => dilation) },
      pads: { ints: [...axes.map(({ padding }) => padding), ...after] },
    },
  });
  return graph.differentiable(y, [
    [x, (dy) => {
      const entries = windows(x, axes, -Infinity);
      const single = entries.shape.with(2, 1);
      const first = graph.node('ArgMax', [entries], single, { attributes: { axis: { int: 2 }, keepdims: { int: 1 }, select_last_index: { int: 0 } }, elementType: 'int64' });
      const count = Number(entries.shape[2]);
      const isFirst = graph.node('Equal', [first, graph.integers(Array.from({ length: count }, (_, index) => index), [1, 1, count, 1])], entries.shape, { elementType: 'bool' });
      const share = graph.node('Where', [isFirst, reshape(dy, single), graph.float(0)], entries.shape, { elementType: dy.type });
      return overlapAdd(share, x.shape, axes);
    }],
  ]);
}
