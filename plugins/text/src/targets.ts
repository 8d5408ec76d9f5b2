import type { Targets, Task } from '@millrace/nn';
import { say, UserError } from '@millrace/sdk';
import type { Cell } from '@millrace/tables';
import { labelList, labelNumbers } from './label-list.ts';
import type { LabelKind, LabelSource } from './label-source.ts';
import { textOf } from './texts.ts';
import { wordLabels } from './word-labels.ts';

/** The same in the words of the library. */
export const taskOf: Readonly<Record<LabelKind, Task>> = {
  'one-label': 'single_label_classification', 'several-labels': 'multi_label_classification', number: 'regression', 'label-per-word': 'token_classification',
};

/** The targets of texts and the names of their labels. Throws a UserError naming the column and the row. */
export function targetsOf(source: LabelSource): { readonly targets: Targets; readonly labelNames: readonly string[] } {
  const { values, column, kind, separator, known } = source;
  switch (kind) {
    case 'one-label': {
      const labelNames = known ?? labelList(values, column);
      return { targets: { task: 'single_label_classification', classes: labelNumbers(values, labelNames, column) }, labelNames };
    }
    case 'several-labels': {
      const lists = values.map((value) => separated(textOf(value), separator));
      const labelNames = known ?? labelList(lists.flat(), column);
      if (labelNames.length === 0) throw new UserError(say`Column "${column}" holds no label in any row.`);
      const applies = new Uint8Array(values.length * labelNames.length);
      lists.forEach((labels, row) => {
        for (const number of labelNumbers(labels, labelNames, column)) applies[row * labelNames.length + number] = 1;
      });
      return { targets: { task: 'multi_label_classification', applies }, labelNames };
    }
    case 'number': {
      if (known && known.join() !== column) throw new UserError(say`The dataset at "Labels from" is for the numbers of "${known.join(', ')}", this one for "${column}".`);
      return { targets: { task: 'regression', values: numbers(values, column) }, labelNames: [column] };
    }
    case 'label-per-word':
      return wordLabels(source);
    default:
      return kind satisfies never;
  }
}

/** The parts of a text between separators, without spaces around them. */
export function separated(text: string, separator: string): string[] {
  return text.split(separator).map((part) => part.trim()).filter((part) => part !== '');
}

function numbers(values: readonly Cell[], column: string): Float32Array {
  return Float32Array.from(values, (value, row) => {
    const number = typeof value === 'string' ? Number(value.trim() || NaN) : Number(value ?? NaN);
    if (!Number.isFinite(number)) {
      throw new UserError(value === null
        ? say`Row ${row + 1} has no value in column "${column}"; drop such rows with a "Drop missing" step in "Clean".`
        : say`Row ${row + 1} of column "${column}" holds "${textOf(value)}", which is no number. Choose "one label" for labels.`);
    }
    return number;
  });
}
