import type { Shape } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';
import { cast } from './cast.ts';

/** Which operand of a product is read transposed, and the row that is added to each of its rows. */
export interface GemmOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  readonly bias?: Value;
}

/** `a · b + bias` for matrices, in the type in which the target multiplies; no gradient passes. */
export function gemm(a: Value, b: Value, shape: Shape, { transposeA = false, transposeB = false, bias }: GemmOptions = {}): Value {
  const { graph } = a;
  const attributes = { ...(transposeA && { transA: { int: 1 } }), ...(transposeB && { transB: { int: 1 } }) };
  const type = graph.target.matmulType;
  if (!type) return graph.node('Gemm', bias ? [a, b, bias] : [a, b], shape, { attributes });
  const product = cast(graph.node('Gemm', [cast(a, type), cast(b, type)], shape, { attributes }), graph.target.float);
  return bias ? graph.node('Add', [product, bias], shape) : product;
}
