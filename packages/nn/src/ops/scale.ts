import type { Value } from '../graph/graph.ts';

/** `factor · x` for a fixed number. */
export function scale(x: Value, factor: number): Value {
  const { graph } = x;
  return graph.differentiable(graph.node('Mul', [x, graph.float(factor)], x.shape), [
    [x, (dy) => scale(dy, factor)],
  ]);
}
