import type { Graph } from '../graph/graph.ts';
import type { PerAxis, WindowOptions } from './windows.ts';

/** The size of a pooling window along each axis. As in PyTorch the padding is at most half of it. */
export function poolSizes(graph: Graph, operation: string, rank: number, size: PerAxis, { padding = 0 }: WindowOptions): readonly number[] {
  const sizes = typeof size === 'number' ? Array.from({ length: rank }, () => size) : size;
  if (sizes.length !== rank || !sizes.every((each) => Number.isSafeInteger(each) && each >= 1)) {
    throw graph.shapeError(operation, `the size of a window must be ${rank === 1 ? 'a whole number' : `one or ${rank} whole numbers`} of at least 1, not ${sizes.join(', ')}`);
  }
  sizes.forEach((each, axis) => {
    const around = typeof padding === 'number' ? padding : padding[axis] ?? 0;
    if (around * 2 > each) throw graph.shapeError(operation, `padding ${around} is more than half of a window of ${each}`);
  });
  return sizes;
}
