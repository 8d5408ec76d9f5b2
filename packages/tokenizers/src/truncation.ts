import { TokenizerError } from './tokenizer-error.ts';

/** Which text gives way when both do not fit: the longer one, or always the first or the second. */
export type TruncationStrategy = 'longest_first' | 'only_first' | 'only_second';

/** How many tokens of each text are kept so that together they are at most `budget` (tokenizers: utils/truncation.rs). */
export function keptLengths(first: number, second: number | undefined, budget: number, strategy: TruncationStrategy): { first: number; second: number } {
  const other = second ?? 0;
  if (first + other <= budget) return { first, second: other };
  if (strategy === 'longest_first') {
    if (second === undefined) return { first: budget, second: 0 };
    const shorter = Math.min(first, other);
    const longer = shorter > budget ? shorter : Math.max(shorter, budget - shorter);
    const half = Math.floor(budget / 2);
    const [short, long] = shorter + longer > budget ? [half, half + (budget % 2)] : [shorter, longer];
    return first > other ? { first: long, second: short } : { first: short, second: long };
  }
  const kept = budget - (strategy === 'only_first' ? other : first);
  if (kept < 0 || (strategy === 'only_second' && second === undefined)) {
    throw new TokenizerError(`The text does not fit: ${first} and ${other} tokens against a budget of ${budget}, and "${strategy}" may not shorten the other text; use "longest_first".`);
  }
  return strategy === 'only_first' ? { first: kept, second: other } : { first, second: kept };
}
