import { largest } from './count-correct.ts';

/** Mean cross-entropy and share of right answers over some texts. */
export interface Score {
  readonly loss: number;
  readonly accuracy: number;
}

/** Scores the logits of each text against its class. */
export function scoreOf(logits: readonly Float32Array[], labels: ArrayLike<number>): Score {
  let loss = 0;
  let correct = 0;
  logits.forEach((row, index) => {
    const label = labels[index]!;
    loss -= Math.log(probabilities(row)[label]!);
    if (largest(row) === label) correct++;
  });
  return { loss: loss / logits.length, accuracy: correct / logits.length };
}

/** Logits as probabilities (softmax), in double precision. */
export function probabilities(logits: ArrayLike<number>): number[] {
  const numbers = Array.from(logits);
  const top = Math.max(...numbers);
  const powers = numbers.map((number) => Math.exp(number - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
