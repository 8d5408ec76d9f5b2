import { say, UserError } from '@millrace/sdk';
import type { Cell, NewColumn } from '@millrace/tables';
import type { ClassifierAnswers } from './classification-report.ts';

// The columns: `label` (where the truth is known), `predicted`, `score`, then `p_NAME` for each label in the model's order.
const probabilityPrefix = 'p_';
// For any number of labels a row, `is_NAME` says whether each is true.
const truthPrefix = 'is_';

/** A row of a table of predictions. */
export interface PredictedRow {
  readonly actual: string | undefined;
  readonly predicted: string;
  readonly score: number;
  readonly probabilities: readonly number[];
}

/** The columns and cells of a table of predictions. */
export function predictionTable(labels: readonly string[], rows: readonly PredictedRow[], labelled: boolean): { columns: NewColumn[]; cells: Cell[][] } {
  const columns: NewColumn[] = [
    ...(labelled ? [{ name: 'label', type: 'text' } as const] : []),
    { name: 'predicted', type: 'text' }, { name: 'score', type: 'number' },
    ...probabilityColumns(labels),
  ];
  const cells = rows.map(({ actual, predicted, score, probabilities }): Cell[] => [...(labelled ? [actual ?? null] : []), predicted, score, ...probabilities]);
  return { columns, cells };
}

/** A column for the probability of each label. */
export function probabilityColumns(labels: readonly string[]): NewColumn[] {
  return labels.map((label) => ({ name: probabilityColumn(label), type: 'number' }));
}

/** A column for the truth of each label. */
export function truthColumns(labels: readonly string[]): NewColumn[] {
  return labels.map((label) => ({ name: truthPrefix + label, type: 'number' }));
}

/** The labels that columns give a probability of. */
export function labelsWithProbability(names: readonly string[]): string[] {
  return names.filter((name) => name.startsWith(probabilityPrefix)).map((name) => name.slice(probabilityPrefix.length));
}

/** Which labels a table of predictions is about. Throws a UserError when it is not such a table. */
export function predictedLabels(columns: readonly { readonly name: string }[]): string[] {
  const names = columns.map(({ name }) => name);
  const labels = labelsWithProbability(names);
  if (labels.length < 2 || !names.includes('predicted')) throw new UserError(say`This is not a table of predictions (it has: ${names.join(', ')}); wire the output of "Predict" here.`);
  if (!names.includes('label')) throw new UserError(say`The predicted rows had no labels, so there is nothing to compare with. Name the label column in "Tokenize", or leave the target column in the table.`);
  return labels;
}

/** The name of the column for the probability of a label. */
export function probabilityColumn(label: string): string {
  return probabilityPrefix + label;
}

/** The names of the columns to read, truth first. */
export function answerColumns(labels: readonly string[]): string[] {
  return ['label', ...labels.map(probabilityColumn)];
}

/** Columns in that order as a classifier's answers. */
export function toAnswers(labels: readonly string[], [truth = [], ...probabilities]: readonly (readonly Cell[])[]): ClassifierAnswers {
  const numbers = new Map(labels.map((label, index) => [label, index]));
  const actual = truth.map((label, row) => {
    const number = numbers.get(String(label));
    if (label === null) throw new UserError(say`Row ${row + 1} has no label. Drop the rows without one before they are predicted.`);
    if (number === undefined) throw new UserError(say`Row ${row + 1} has the label "${String(label)}", which the model does not know.`);
    return number;
  });
  return { labels, actual, probabilities: truth.map((_, row) => probabilities.map((column) => Number(column[row]))) };
}
