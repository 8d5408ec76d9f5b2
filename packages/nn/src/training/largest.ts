/** The place of the largest number; of equals the first. */
export function largest(numbers: ArrayLike<number>): number {
  let best = 0;
  for (let place = 1; place < numbers.length; place++) if (numbers[place]! > numbers[best]!) best = place;
  return best;
}
