/** For how many rows of logits [≥ labels, classes] the largest is that of the label; of equals the first counts. */
export function countCorrect(logits: Float32Array, classes: number, labels: ArrayLike<number>): number {
  let correct = 0;
  for (let row = 0; row < labels.length; row++) {
    if (largest(logits.subarray(row * classes, (row + 1) * classes)) === labels[row]) correct++;
  }
  return correct;
}

/** The place of the largest number; of equals the first. */
export function largest(numbers: Float32Array): number {
  let best = 0;
  for (let place = 1; place < numbers.length; place++) if (numbers[place]! > numbers[best]!) best = place;
  return best;
}
