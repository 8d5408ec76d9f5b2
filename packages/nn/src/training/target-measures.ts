import { largest } from './largest.ts';
import type { Measures } from './objective.ts';
import type { Targets } from './targets.ts';

/**
 * How right the logits of some examples are: the accuracy of classes (of texts or of labelled tokens), accuracy and F1 over all pairs of
 * text and label, or the mean absolute error of numbers.
 */
export function measureTargets(
  targets: Targets, rows: readonly number[], logits: Float32Array, { labels, sequence }: { readonly labels: number; readonly sequence: number },
): Measures {
  const chosen = (place: number) => largest(logits.subarray(place * labels, (place + 1) * labels));
  switch (targets.task) {
    case 'single_label_classification':
      return { accuracy: { sum: rows.filter((row, place) => chosen(place) === targets.classes[row]).length, count: rows.length } };
    case 'token_classification': {
      const accuracy = { sum: 0, count: 0 };
      rows.forEach((row, place) => targets.tokenClasses[row]!.forEach((label, position) => {
        if (label < 0) return;
        accuracy.count++;
        if (chosen(place * sequence + position) === label) accuracy.sum++;
      }));
      return { accuracy };
    }
    case 'multi_label_classification': {
      let [right, found, missed, wrong] = [0, 0, 0, 0];
      rows.forEach((row, place) => {
        for (let label = 0; label < labels; label++) {
          const says = logits[place * labels + label]! > 0;
          const is = targets.applies[row * labels + label] === 1;
          if (says === is) right++;
          if (says && is) found++;
          else if (is) missed++;
          else if (says) wrong++;
        }
      });
      return { accuracy: { sum: right, count: rows.length * labels }, f1: { sum: 2 * found, count: 2 * found + missed + wrong } };
    }
    case 'regression': {
      let error = 0;
      rows.forEach((row, place) => {
        for (let label = 0; label < labels; label++) error += Math.abs(logits[place * labels + label]! - targets.values[row * labels + label]!);
      });
      return { mean_absolute_error: { sum: error, count: rows.length * labels } };
    }
    default:
      return targets satisfies never;
  }
}
