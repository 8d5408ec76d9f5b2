import type { Targets } from '@millrace/nn';
import { say, UserError } from '@millrace/sdk';
import { labelList, labelNumbers } from './label-list.ts';
import type { LabelSource } from './label-source.ts';
import { textOf } from './texts.ts';

const notAsked = -1;

/**
 * A label for each word: texts and labels are parted at white space, and there are as many labels as words. The first token of a
 * word carries its label; the others are not asked about, as in Transformers' token classification.
 */
export function wordLabels({ values, column, known, texts, offsets }: LabelSource): { readonly targets: Targets; readonly labelNames: readonly string[] } {
  if (!offsets) throw new TypeError('Labels of words need to know where tokens lie.');
  const labels = values.map((value, row) => {
    const words = wordStarts(texts[row] ?? '').length;
    const found = textOf(value).split(/\s+/u).filter((label) => label !== '');
    if (found.length !== words) throw new UserError(say`Row ${row + 1} has ${words} words and ${found.length} labels in column "${column}": there must be one for each word, with spaces between.`);
    return found;
  });
  const labelNames = known ?? labelList(labels.flat(), column);
  const tokenClasses = offsets.map((tokens, row) => {
    const starts = wordStarts(texts[row] ?? '');
    const numbers = labelNumbers(labels[row] ?? [], labelNames, column);
    let word = -1;
    return Int32Array.from(tokens, ([start, end]) => {
      if (end <= start || word + 1 >= starts.length || start < (starts[word + 1] ?? 0)) return notAsked;
      while (start >= (starts[word + 1] ?? Infinity)) word++;
      return numbers[word] ?? notAsked;
    });
  });
  return { targets: { task: 'token_classification', tokenClasses }, labelNames };
}

/** Where each word begins, in code points. */
function wordStarts(text: string): number[] {
  const starts: number[] = [];
  let inside = false;
  [...text].forEach((character, index) => {
    const isSpace = /\s/u.test(character);
    if (!isSpace && !inside) starts.push(index);
    inside = !isSpace;
  });
  return starts;
}
