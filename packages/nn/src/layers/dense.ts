import type { Graph, Value } from '../graph/graph.ts';
import { linear } from '../ops/linear.ts';

/** A fully connected layer on rows [N, in]: parameters `<name>.weight` [out, in], normally distributed, and `<name>.bias`. */
export function dense(graph: Graph, name: string, x: Value, out: number, initializerRange: number): Value {
  return graph.within(name, () => {
    const width = x.shape.at(-1);
    if (typeof width !== 'number') throw graph.shapeError('dense', 'the width of the input must be known');
    const weight = graph.parameter('weight', [out, width], { normal: initializerRange });
    return linear(x, weight, graph.parameter('bias', [out], { fill: 0 }));
  });
}
