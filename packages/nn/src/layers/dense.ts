import type { Graph, Initial, Value } from '../graph/graph.ts';
import { linear } from '../ops/linear.ts';

/**
 * A fully connected layer on rows [N, in]: parameters `<name>.weight` [out, in] and `<name>.bias`. Weights start normally
 * distributed with `initializerRange` and the bias at 0; without it both start as PyTorch's Linear, uniformly within ±1/√in.
 */
export function dense(graph: Graph, name: string, x: Value, out: number, initializerRange?: number): Value {
  return graph.within(name, () => {
    const width = x.shape.at(-1);
    if (typeof width !== 'number') throw graph.shapeError('dense', 'the width of the input must be known');
    const uniform: Initial = { uniform: 1 / Math.sqrt(width) };
    const weight = graph.parameter('weight', [out, width], initializerRange === undefined ? uniform : { normal: initializerRange });
    return linear(x, weight, graph.parameter('bias', [out], initializerRange === undefined ? uniform : { fill: 0 }));
  });
}
