import { add } from '../ops/add.ts';
import { broadcastTo } from '../ops/sum-to.ts';
import type { Graph, Parameter, SparseRows, Value } from './graph.ts';
import { formatShape, sameShape } from './shape.ts';

/** The gradient of a parameter: the sum of a tensor of its shape (if any) and of rows to be added to it. */
export interface Gradient {
  readonly dense: Value | undefined;
  readonly sparse: readonly SparseRows[];
}

/**
 * Reverse-mode differentiation: adds to the graph what computes the gradient of the scalar `loss` for every parameter
 * that is not frozen.
 * Rows of tables stay sparse: ONNX Runtime's `ScatterND(add)` loses updates with more than one thread, and adding the
 * rows outside the graph is faster than anything in it.
 */
export function gradients(graph: Graph, loss: Value): Map<string, Gradient> {
  const dense = new Map<Value, Value>([[loss, graph.float(1)]]);
  const sparse = new Map<Value, SparseRows[]>();
  for (const entry of [...graph.tape].reverse()) {
    const known = entry.outputs.map((output) => dense.get(output));
    if (known.every((gradient) => gradient === undefined)) continue;
    graph.backwardOf(entry, () => {
      const given = known.map((gradient, index) => gradient ?? broadcastTo(graph.float(0), entry.outputs[index]!.shape)); // nothing read this output
      for (const [input, vjp] of entry.inputs) {
        const part = vjp(given);
        if ('indices' in part) {
          sparse.set(input, [...(sparse.get(input) ?? []), part]);
          continue;
        }
        if (!sameShape(part.shape, input.shape)) {
          throw graph.shapeError('gradient', `of ${input.name} is ${formatShape(part.shape)}, the value is ${formatShape(input.shape)}`);
        }
        const sum = dense.get(input);
        dense.set(input, sum ? add(sum, part) : part);
      }
    });
  }
  const trained = [...graph.parameters].filter(([, parameter]) => parameter.requiresGradient);
  return new Map(trained.map(([name, parameter]: [string, Parameter]) => [
    name, { dense: dense.get(parameter), sparse: sparse.get(parameter) ?? [] },
  ]));
}
