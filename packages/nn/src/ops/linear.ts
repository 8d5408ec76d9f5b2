import { formatShape } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';
import { gemm } from './gemm.ts';
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
  const y = gemm(x, weight, [rows!, out!], { transposeB: true, bias });
  return graph.differentiable(y, [
    [x, (dy) => matmul(dy, weight)],
    [weight, (dy) => gemm(dy, x, weight.shape, { transposeA: true })],
    [bias, (dy) => sumTo(dy, bias.shape)],
  ]);
}
