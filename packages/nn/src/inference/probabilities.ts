/** Logits as probabilities (softmax), in double precision. */
export function probabilities(logits: ArrayLike<number>): number[] {
  const numbers = Array.from(logits);
  const top = Math.max(...numbers);
  const powers = numbers.map((number) => Math.exp(number - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
