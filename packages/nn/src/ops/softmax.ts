import type { Value } from '../graph/graph.ts';

/** Each row (last axis) as probabilities: `exp(x) / Σ exp(x)`. */
export function softmax(x: Value): Value {
  const { graph, shape } = x;
  const y = graph.node('Softmax', [x], shape, { attributes: { axis: { int: -1 } } });
  return graph.differentiable(y, [
    [x, (dy) => {
      const weighted = graph.node('Mul', [dy, y], shape);
      const sum = graph.node('ReduceSum', [weighted, graph.integers([-1])], [...shape.slice(0, -1), 1], { attributes: { keepdims: { int: 1 } } });
      return graph.node('Mul', [y, graph.node('Sub', [dy, sum], shape)], shape);
    }],
  ]);
}
