import { TokenizerError } from './tokenizer-error.ts';

/** Which text gives way when both do not fit: the longer one, or always the first or the second. */
export type TruncationStrategy = 'longest_first' | 'only_first' | 'only_second';

/**
 * How many tokens of each text are kept so that together they are at most `maxLength` less those that are `added`.
 * As in tokenizers 0.23, each text is first cut to `maxLength` alone: of two long texts neither counts as the longer.
 */
export function keptLengths(firstLength: number, second: number | undefined, maxLength: number, added: number, strategy: TruncationStrategy): { first: number; second: number } {
  const budget = maxLength - added;
  if (firstLength + (second ?? 0) <= budget) return { first: firstLength, second: second ?? 0 };
  const first = Math.min(firstLength, maxLength);
  const other = Math.min(second ?? 0, maxLength);
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
