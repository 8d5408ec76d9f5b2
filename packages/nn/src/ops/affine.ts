import { formatShape } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';
import { gemm } from './gemm.ts';
import { matmul } from './matmul.ts';
import { sumTo } from './sum-to.ts';

/** `x · weight + bias` for rows `x` [N, in], a weight [in, out], as GPT-2's Conv1D stores it, and a bias [out]. */
export function affine(x: Value, weight: Value, bias: Value): Value {
  const { graph } = x;
  const [rows, width] = x.shape;
  const [into, out] = weight.shape;
  if (x.shape.length !== 2 || weight.shape.length !== 2 || width !== into || bias.shape.length !== 1 || bias.shape[0] !== out) {
    throw graph.shapeError('affine', `input ${formatShape(x.shape)} does not fit weight ${formatShape(weight.shape)} and bias ${formatShape(bias.shape)}`);
  }
  const y = gemm(x, weight, [rows!, out!], { bias });
  return graph.differentiable(y, [
    [x, (dy) => matmul(dy, weight, { transposeB: true })],
    [weight, (dy) => gemm(x, dy, weight.shape, { transposeA: true })],
    [bias, (dy) => sumTo(dy, bias.shape)],
  ]);
}
