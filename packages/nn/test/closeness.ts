/** The largest absolute difference. */
export function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const each = Math.abs(actual[i]! - expected[i]!);
    if (!(each <= worst)) worst = each;
  }
  return worst;
}

/** The Euclidean norm, in double precision. */
export function norm(numbers: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < numbers.length; i++) sum += numbers[i]! ** 2;
  return Math.sqrt(sum);
}

/** The largest difference of single entries between two float arrays, over the largest entry. */
export function relative(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < expected.length; i++) largest = Math.max(largest, Math.abs(expected[i]!));
  return difference(actual, expected) / Math.max(largest, 1e-30);
}
