import type { Task } from '../training/targets.ts';

/**
 * What the logits of one text (or token) say: the probability of each class (they add up to 1), the probability of each label, or the
 * numbers themselves.
 */
export function answersOf(task: Task, logits: ArrayLike<number>): number[] {
  switch (task) {
    case 'single_label_classification':
    case 'token_classification': return probabilities(logits);
    case 'multi_label_classification': return Array.from(logits, (logit) => 1 / (1 + Math.exp(-logit)));
    case 'regression': return Array.from(logits);
    default: return task satisfies never;
  }
}

/** Logits as probabilities (softmax), in double precision. */
export function probabilities(logits: ArrayLike<number>): number[] {
  const numbers = Array.from(logits);
  const top = Math.max(...numbers);
  const powers = numbers.map((number) => Math.exp(number - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
