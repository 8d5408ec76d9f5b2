/** One axis of a shape: a size, or a name such as `batch` (or a product, `batch*sequence`) that is known only when the graph runs. */
export type Dim = number | string;

/** The axes of a value, outermost first; `[]` is a scalar. */
export type Shape = readonly Dim[];

/** The product of axes; names sort, so that equal products are equal strings. */
export function product(dims: Shape): Dim {
  let count = 1;
  const names: string[] = [];
  for (const dim of dims) {
    for (const factor of typeof dim === 'number' ? [dim] : dim.split('*')) {
      if (typeof factor === 'number' || /^\d+$/.test(factor)) count *= Number(factor);
      else names.push(factor);
    }
  }
  if (names.length === 0 || count === 0) return count;
  return [...(count === 1 ? [] : [String(count)]), ...names.sort()].join('*');
}

/** The shape once its named axes have sizes. */
export function resolveShape(shape: Shape, sizes: Readonly<Record<string, number>>): number[] {
  return shape.map((dim) => {
    if (typeof dim === 'number') return dim;
    return dim.split('*').reduce((size, factor) => size * (sizes[factor] ?? Number(factor)), 1);
  });
}

/** The number of elements of a shape whose every axis is known. */
export function elementCount(shape: Shape): number {
  const count = product(shape);
  if (typeof count !== 'number') throw new Error(`The size of ${formatShape(shape)} is known only when the graph runs.`);
  return count;
}

/** Whether two shapes are the same, axis by axis. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, axis) => dim === b[axis]);
}

/** The shape of `a + b` by the broadcasting rules of NumPy and ONNX, or undefined if they do not fit. */
export function broadcastShape(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const result: Dim[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) return undefined;
    result.push(left === 1 ? right : left);
  }
  return result;
}

/** A shape as people write it: `[8, 128]`. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}
