import { type Dim, formatShape } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';

/** The first `size` entries along an axis. */
export function narrow(x: Value, axis: number, size: Dim): Value {
  const { graph } = x;
  const whole = x.shape[axis];
  if (whole === undefined || (typeof size === 'number' && typeof whole === 'number' && size > whole)) {
    throw graph.shapeError('narrow', `${formatShape(x.shape)} has no ${size} entries along axis ${axis}`);
  }
  if (whole === size) return x;
  const shape = x.shape.with(axis, size);
  const y = graph.node('Slice', [x, graph.integers([0]), graph.sizeOf(size), graph.integers([axis])], shape);
  return graph.differentiable(y, [
    [x, (dy) => {
      if (typeof whole !== 'number' || typeof size !== 'number') throw graph.shapeError('narrow', 'needs known sizes for a gradient');
      const pads = x.shape.map((_, index) => (index === axis ? whole - size : 0));
      return graph.node('Pad', [dy, graph.integers([...pads.map(() => 0), ...pads])], x.shape);
    }],
  ]);
}
