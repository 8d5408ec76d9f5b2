import { formatShape, sameShape } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';
import { sigmoid } from './sigmoid.ts';
import { weightedSum } from './weighted-sum.ts';

/**
 * The mean of `-t·log σ(x) - (1-t)·log(1 - σ(x))` over all logits x, with a target t from 0 to 1 for each; a scalar.
 * Computed as `max(x, 0) - x·t + log(1 + exp(-|x|))`, which does not overflow. With `weights`, which broadcast to the
 * shape of the logits, their weighted sum instead. No gradient passes to the targets.
 */
export function binaryCrossEntropy(logits: Value, targets: Value, weights?: Value): Value {
  const { graph, shape } = logits;
  if (!sameShape(shape, targets.shape)) {
    throw graph.shapeError('binaryCrossEntropy', `logits ${formatShape(shape)} do not fit targets ${formatShape(targets.shape)}`);
  }
  const on = (type: string, ...inputs: Value[]) => graph.node(type, inputs, shape);
  const hinge = on('Sub', on('Relu', logits), on('Mul', logits, targets));
  const tail = on('Log', on('Add', on('Exp', on('Neg', on('Abs', logits))), graph.float(1)));
  const losses = graph.differentiable(on('Add', hinge, tail), [
    [logits, (dy) => on('Mul', dy, on('Sub', sigmoid(logits), targets))],
  ]);
  return weightedSum('binaryCrossEntropy', losses, weights);
}
