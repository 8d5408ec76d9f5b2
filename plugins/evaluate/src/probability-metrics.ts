const epsilon = 2 ** -52;

/** Mean negative log-likelihood of the true classes, natural logarithm; probabilities are kept a rounding error from 0 and 1. */
export function logLoss(actual: ArrayLike<number>, probabilities: readonly ArrayLike<number>[]): number | null {
  if (actual.length === 0) return null;
  let total = 0;
  for (let row = 0; row < actual.length; row++) {
    const probability = probabilities[row]?.[actual[row] ?? -1];
    if (probability === undefined) throw new RangeError(`Row ${row}: there is no probability for class ${actual[row]}.`);
    total -= Math.log(Math.min(Math.max(probability, epsilon), 1 - epsilon));
  }
  return total / actual.length;
}
