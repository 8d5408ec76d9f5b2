import { broadcastShape, formatShape, type Shape } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';
import { cast } from './cast.ts';
import { scale } from './scale.ts';
import { sumTo } from './sum-to.ts';
import { transpose } from './transpose.ts';

/** Which operand is read with its last two axes exchanged, and what the product is multiplied by. */
export interface MatmulOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  readonly factor?: number;
}

/** `factor · a · b` over the last two axes; the axes before them broadcast as in NumPy. */
export function matmul(a: Value, b: Value, options: MatmulOptions = {}): Value {
  const { graph } = a;
  const { transposeA = false, transposeB = false, factor = 1 } = options;
  const shape = resultShape(a.shape, b.shape, transposeA, transposeB);
  if (!shape) {
    throw graph.shapeError('matmul', `${formatShape(a.shape)}${transposeA ? ' transposed' : ''} does not fit ${formatShape(b.shape)}${transposeB ? ' transposed' : ''}`);
  }
  return graph.differentiable(emit(a, b, shape, { transposeA, transposeB, factor }), [
    [a, (dy) => sumTo(transposeA
      ? matmul(b, dy, { transposeA: transposeB, transposeB: true, factor })
      : matmul(dy, b, { transposeB: !transposeB, factor }), a.shape)],
    [b, (dy) => sumTo(transposeB
      ? matmul(dy, a, { transposeA: true, transposeB: transposeA, factor })
      : matmul(a, dy, { transposeA: !transposeA, factor }), b.shape)],
  ]);
}

function emit(a: Value, b: Value, shape: Shape, { transposeA, transposeB, factor }: Required<MatmulOptions>): Value {
  const { graph } = a;
  const type = graph.target.matmulType;
  if (type) { // scaled first, so that the product of long rows stays below the largest number of the type
    const [left, right] = [factor === 1 ? a : scale(a, factor), b].map((operand) => cast(operand, type)) as [Value, Value];
    return cast(graph.node('MatMul', [transposeA ? swapLast(left) : left, transposeB ? swapLast(right) : right], shape), graph.target.float);
  }
  if (!transposeA && !transposeB && factor === 1) return graph.node('MatMul', [a, b], shape);
  if (graph.target.fusedMatmul) {
    return graph.node('FusedMatMul', [a, b], shape, {
      domain: 'com.microsoft',
      attributes: { transA: { int: Number(transposeA) }, transB: { int: Number(transposeB) }, alpha: { float: factor } },
    });
  }
  const plain = graph.node('MatMul', [transposeA ? swapLast(a) : a, transposeB ? swapLast(b) : b], shape);
  return factor === 1 ? plain : scale(plain, factor);
}

function swapLast(x: Value): Value {
  const order = x.shape.map((_, axis) => axis);
  return transpose(x, [...order.slice(0, -2), order.length - 1, order.length - 2]);
}

function resultShape(a: Shape, b: Shape, transposeA: boolean, transposeB: boolean): Shape | undefined {
  const [rows, inner] = transposeA ? [a.at(-1), a.at(-2)] : [a.at(-2), a.at(-1)];
  const [innerToo, columns] = transposeB ? [b.at(-1), b.at(-2)] : [b.at(-2), b.at(-1)];
  const batch = broadcastShape(a.slice(0, -2), b.slice(0, -2));
  if (rows === undefined || columns === undefined || inner !== innerToo || !batch) return undefined;
  return [...batch, rows, columns];
}
