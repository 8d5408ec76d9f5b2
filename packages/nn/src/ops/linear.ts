import { formatShape } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';
import { matmul } from './matmul.ts';
import { sumTo } from './sum-to.ts';

/** `x · weightᵀ + bias` for rows `x` [N, in], a weight in PyTorch's layout [out, in] and a bias [out]. */
export function linear(x: Value, weight: Value, bias: Value): Value {
  const { graph } = x;
  const [rows, width] = x.shape;
  const [out, into] = weight.shape;
  if (x.shape.length !== 2 || weight.shape.length !== 2 || width !== into || bias.shape.length !== 1 || bias.shape[0] !== out) {
    throw graph.shapeError('linear', `input ${formatShape(x.shape)} does not fit weight ${formatShape(weight.shape)} and bias ${formatShape(bias.shape)}`);
  }
  const y = graph.node('Gemm', [x, weight, bias], [rows!, out!], { attributes: { transB: { int: 1 } } });
  return graph.differentiable(y, [
    [x, (dy) => matmul(dy, weight)],
    [weight, (dy) => graph.node('Gemm', [dy, x], weight.shape, { attributes: { transA: { int: 1 } } })],
    [bias, (dy) => sumTo(dy, bias.shape)],
  ]);
}
