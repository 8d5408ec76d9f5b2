import type { Chart, TableInput } from '@millrace/sdk';
import type { Cell } from '@millrace/tables';
import type { ClassificationReport } from './classification-report.ts';
import { probabilityColumn } from './prediction-table.ts';

/** Where the rows of a confusion matrix are: a table, and what those of each label meet in it. */
export type CountedRows = NonNullable<Extract<Chart, { type: 'confusion' }>['rows']>;
type Condition = CountedRows['actual'][number][number];

interface Counted {
  readonly predictions: Pick<TableInput, 'hash' | 'columns'>;
  readonly labels: readonly string[];
  readonly report: Pick<ClassificationReport, 'predicted' | 'chosenFrom'>;
  /** The column `predicted`. */
  readonly predicted: readonly Cell[];
  /** A column for the probability of each label. */
  readonly probabilities: readonly (readonly Cell[])[];
}

/**
 * What finds the rows behind the cells of a confusion matrix: of two labels the probability, against the threshold; of more the
 * column `predicted`. Nothing, where the table says otherwise than was counted.
 */
export function countedRows({ predictions: { hash, columns }, labels, report, predicted, probabilities }: Counted): CountedRows | undefined {
  const is = (column: string, label: string): Condition[] => [{ column, operator: '=', value: asCell(label, columns.find(({ name }) => name === column)?.type) }];
  const actual = labels.map((label) => is('label', label));
  const { chosenFrom } = report;
  if (chosenFrom) {
    if (probabilities[chosenFrom.label]?.some((cell) => cell === null)) return undefined;
    const column = probabilityColumn(labels[chosenFrom.label] ?? '');
    const side = (_: string, label: number): Condition[] => [{ column, operator: label === chosenFrom.label ? '>=' : '<', value: chosenFrom.threshold }];
    return { table: hash, actual, predicted: labels.map(side) };
  }
  const agrees = report.predicted.every((label, row) => String(predicted[row]) === labels[label]);
  return agrees ? { table: hash, actual, predicted: labels.map((label) => is('predicted', label)) } : undefined;
}

function asCell(label: string, type: TableInput['columns'][number]['type'] | undefined): string | number | boolean {
  if (type === 'integer' || type === 'number') return Number(label);
  return type === 'boolean' ? label === 'true' : label;
}
