import type { Dim } from '../graph/shape.ts';
import type { Graph, Value } from '../graph/graph.ts';

/** The places 0, 1, 2, … along an axis of `size` entries, int64 [size]. */
export function places(graph: Graph, size: Dim): Value {
  if (typeof size === 'number') return graph.integers(Array.from({ length: size }, (_, place) => place));
  const end = graph.node('Squeeze', [graph.sizeOf(size)], []);
  return graph.node('Range', [graph.integers([0], []), end, graph.integers([1], [])], [size]);
}
