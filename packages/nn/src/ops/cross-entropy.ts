import { elementCount, formatShape } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';
import { castToFloat } from './cast.ts';
import { logSoftmaxValue } from './log-softmax.ts';

/**
 * `Σ weights[i] · -log softmax(logits[i])[labels[i]]` for logits [N, C], labels int64 [N] and weights [N], a scalar.
 * The mean over N rows has weights 1/N; a row of padding has weight 0.
 */
export function crossEntropy(logits: Value, labels: Value, weights: Value): Value {
  const { graph } = logits;
  const [rows, classes] = logits.shape;
  if (logits.shape.length !== 2 || labels.shape.length !== 1 || labels.shape[0] !== rows || weights.shape.length !== 1 || weights.shape[0] !== rows) {
    throw graph.shapeError('crossEntropy', `logits ${formatShape(logits.shape)} do not fit labels ${formatShape(labels.shape)} and weights ${formatShape(weights.shape)}`);
  }
  const column = [rows!, 1];
  const asColumn = (value: Value) => graph.node('Unsqueeze', [value, graph.integers([1])], column);
  const logProbabilities = logSoftmaxValue(logits, 1);
  const picked = graph.node('GatherElements', [logProbabilities, asColumn(labels)], column, { attributes: { axis: { int: 1 } } });
  const weighted = graph.node('Mul', [picked, asColumn(weights)], column);
  const loss = graph.node('Neg', [graph.node('ReduceSum', [weighted, graph.integers([0, 1])], [], { attributes: { keepdims: { int: 0 } } })], []);
  return graph.differentiable(loss, [
    [logits, (dy) => {
      const probabilities = graph.node('Exp', [logProbabilities], logits.shape);
      const share = graph.node('Mul', [asColumn(weights), dy], column);
      return graph.node('Mul', [graph.target.fused ? scattered(probabilities) : subtracted(probabilities), share], logits.shape);
    }],
  ]);

  /** Probabilities less 1 at the label, written in place: every row has one label, so that no two writes meet. */
  function scattered(probabilities: Value): Value {
    const atLabel = graph.node('Sub', [graph.node('Exp', [picked], column), graph.float(1)], column);
    return graph.node('ScatterElements', [probabilities, asColumn(labels), atLabel], logits.shape, { attributes: { axis: { int: 1 } } });
  }

  /** The same by elementary operations, which take more memory. */
  function subtracted(probabilities: Value): Value {
    const everyClass = graph.integers(Array.from({ length: elementCount([classes!]) }, (_, index) => index), [1, classes!]);
    const isLabel = castToFloat(graph.node('Equal', [asColumn(labels), everyClass], logits.shape, { elementType: 'bool' }));
    return graph.node('Sub', [probabilities, isLabel], logits.shape);
  }
}
