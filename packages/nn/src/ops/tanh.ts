import type { Value } from '../graph/graph.ts';

/** The hyperbolic tangent, element by element. */
export function tanh(x: Value): Value {
  const { graph, shape } = x;
  const y = graph.node('Tanh', [x], shape);
  return graph.differentiable(y, [
    [x, (dy) => graph.node('Mul', [dy, graph.node('Sub', [graph.float(1), graph.node('Mul', [y, y], shape)], shape)], shape)],
  ]);
}
