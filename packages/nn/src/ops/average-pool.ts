import type { Value } from '../graph/graph.ts';
import { multiply } from './multiply.ts';
import { poolSizes } from './pool-sizes.ts';
import { reshape } from './reshape.ts';
import { sumTo } from './sum-to.ts';
import { type PerAxis, reach, type WindowAxis, windowAxes, type WindowOptions, windows } from './windows.ts';

/** Where the windows of an average lie, and whether the zeros of the padding count as entries (they do unless told, as in PyTorch). */
export interface AveragePoolOptions extends Omit<WindowOptions, 'dilation'> {
  readonly countPadding?: boolean;
}

/** The mean of each window of `size` on `x` [N, C, L]; the stride is the size unless told. */
export function averagePool1d(x: Value, size: number, options: AveragePoolOptions = {}): Value {
  return averagePool('averagePool1d', 1, x, size, options);
}

/** The mean of each window of `size` on `x` [N, C, H, W]; the stride is the size unless told. */
export function averagePool2d(x: Value, size: PerAxis, options: AveragePoolOptions = {}): Value {
  return averagePool('averagePool2d', 2, x, size, options);
}

function averagePool(operation: string, rank: number, x: Value, size: PerAxis, { countPadding = true, ...options }: AveragePoolOptions): Value {
  const { graph } = x;
  const axes = windowAxes(operation, x, poolSizes(graph, operation, rank, size, options), { stride: size, ...options });
  const shares = axes.reduce<readonly number[]>(
    (all, axis) => all.flatMap((share) => entryCounts(axis, countPadding).map((count) => share / count)), [1],
  );
  const entries = windows(x, axes, 0);
  const sums = sumTo(entries, entries.shape.with(2, 1));
  const means = multiply(sums, graph.floats(shares, [1, 1, 1, shares.length]));
  return reshape(means, [...x.shape.slice(0, 2), ...axes.map(({ places }) => places)]);
}

/** How many entries each place of a window holds; what lies past the padding, in ceil mode, never counts. */
function entryCounts(axis: WindowAxis, countPadding: boolean): number[] {
  const [first, last] = countPadding ? [-axis.padding, axis.length + axis.padding] : [0, axis.length];
  return Array.from({ length: axis.places }, (_, place) => {
    const start = place * axis.stride - axis.padding;
    return Math.min(start + reach(axis), last) - Math.max(start, first);
  });
}
