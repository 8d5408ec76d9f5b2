import type { Value } from '../graph/graph.ts';

/** The logistic function `1 / (1 + exp(-x))`, element by element. */
export function sigmoid(x: Value): Value {
  const { graph, shape } = x;
  const y = graph.node('Sigmoid', [x], shape);
  return graph.differentiable(y, [
    [x, (dy) => {
      const slope = graph.node('Mul', [y, graph.node('Sub', [graph.float(1), y], shape)], shape);
      return graph.node('Mul', [dy, slope], shape);
    }],
  ]);
}
