import type { Value } from '../graph/graph.ts';

/** `max(x, 0)`, element by element; the gradient at 0 is 0, as in PyTorch. */
export function relu(x: Value): Value {
  const { graph, shape } = x;
  return graph.differentiable(graph.node('Relu', [x], shape), [
    [x, (dy) => {
      const positive = graph.node('Greater', [x, graph.float(0)], shape, { elementType: 'bool' });
      return graph.node('Where', [positive, dy, graph.float(0)], shape, { elementType: dy.type });
    }],
  ]);
}
