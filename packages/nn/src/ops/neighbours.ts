import { formatShape } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';
import { cut, sumOf } from './concat.ts';

/**
 * Each position of `x` [N, S, E] with its neighbours, `width` positions in all and itself in the middle: [N, S, width·E], the leftmost
 * first. Beyond the ends there are zeros. A linear layer over it is a convolution along the sequence, whose length may be symbolic.
 */
export function neighbours(x: Value, width: number): Value {
  const { graph, shape } = x;
  const [batch, sequence, size] = shape;
  if (shape.length !== 3 || typeof size !== 'number' || !Number.isSafeInteger(width) || width < 1 || width % 2 === 0) {
    throw graph.shapeError('neighbours', `input ${formatShape(shape)} must be [batch, sequence, width], and the number of positions odd, not ${width}`);
  }
  if (width === 1) return x;
  const reach = (width - 1) / 2;
  const offsets = Array.from({ length: width }, (_, index) => index - reach);
  const y = graph.node('Concat', offsets.map((offset) => shifted(x, offset, reach)), [batch!, sequence!, width * size], { attributes: { axis: { int: 2 } } });
  return graph.differentiable(y, [
    [x, (dy) => cut(dy, 2, offsets.map(() => size)).map((part, index) => shifted(part, -offsets[index]!, reach)).reduce((a, b) => graph.node('Add', [a, b], shape))],
  ]);
}

/** `x` [N, S, E] read `offset` positions further on, with zeros beyond the ends. */
function shifted(x: Value, offset: number, reach: number): Value {
  const { graph } = x;
  if (offset === 0) return x;
  const padded = graph.node('Pad', [x, graph.integers([0, reach, 0, 0, reach, 0])], x.shape.with(1, sumOf([x.shape[1]!, 2 * reach])));
  const end = offset === reach ? beyondAnyEnd : offset - reach; // counted from the end, so that the length need not be known
  return graph.node('Slice', [padded, graph.integers([reach + offset]), graph.integers([end]), graph.integers([1])], x.shape);
}

const beyondAnyEnd = 2 ** 31 - 1;
