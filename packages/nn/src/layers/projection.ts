import type { Graph, Value } from '../graph/graph.ts';
import { affine } from '../ops/affine.ts';

/** A fully connected layer on rows [N, in] in GPT-2's layout: parameters `<name>.weight` [in, out], normally distributed, and `<name>.bias`. */
export function projection(graph: Graph, name: string, x: Value, out: number, standardDeviation: number): Value {
  return graph.within(name, () => {
    const width = x.shape.at(-1);
    if (typeof width !== 'number') throw graph.shapeError('projection', 'the width of the input must be known');
    return affine(x, graph.parameter('weight', [width, out], { normal: standardDeviation }), graph.parameter('bias', [out], { fill: 0 }));
  });
}
