import type { Graph, Value } from '../graph/graph.ts';
import { layerNorm } from '../ops/layer-norm.ts';

/** Layer normalization with parameters `<name>.weight` (ones at first) and `<name>.bias` (zeros). */
export function normalize(graph: Graph, name: string, x: Value, epsilon: number): Value {
  return graph.within(name, () => {
    const width = x.shape.at(-1);
    if (typeof width !== 'number') throw graph.shapeError('normalize', 'the width of the input must be known');
    return layerNorm(x, graph.parameter('weight', [width], { fill: 1 }), graph.parameter('bias', [width], { fill: 0 }), epsilon);
  });
}
