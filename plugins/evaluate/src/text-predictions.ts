import type { Targets, TextModelConfig } from '@millrace/nn';
import { toPrediction } from '@millrace/serving';
import type { Cell, NewColumn } from '@millrace/tables';
import { predictionTable, probabilityColumns, truthColumns } from './prediction-table.ts';

const threshold = 0.5;

/** Columns and rows of a table. */
export interface TableContent {
  readonly columns: readonly NewColumn[];
  readonly cells: readonly (readonly Cell[])[];
}

/**
 * The answers to texts as a table. One label a text: `label` (where the truth is known), `predicted`, `score`, and the probability of each.
 * Several labels: `labels`, `predicted` (those from a probability of 0.5 on, with commas between), the
 * probabilities, and `is_NAME` (1 or 0) for each that is true. A number: `actual`
 * and `predicted`. Labels of words: a row for each labelled token, or for each token where nothing is known, with `text` and `token`
 * (counted from 1) before the columns of one label.
 */
export function textPredictions({ task, labels }: TextModelConfig, answers: readonly (readonly number[])[], targets: Targets | undefined): TableContent {
  switch (task) {
    case 'single_label_classification': {
      const classes = targets?.task === task ? targets.classes : undefined;
      return predictionTable(labels, answers.map((row, index) => predicted(labels, row, classes && labels[classes[index] ?? -1])), classes !== undefined);
    }
    case 'multi_label_classification': {
      const applies = targets?.task === task ? targets.applies : undefined;
      const truth = (row: number) => labels.filter((_, label) => applies?.[row * labels.length + label] === 1).join(', ');
      const chosen = (row: readonly number[]) => labels.filter((_, label) => (row[label] ?? 0) >= threshold).join(', ');
      return {
        columns: [
          ...(applies ? [{ name: 'labels', type: 'text' } as const] : []), { name: 'predicted', type: 'text' }, ...probabilityColumns(labels), ...(applies ? truthColumns(labels) : []),
        ],
        cells: answers.map((row, index) => [
          ...(applies ? [truth(index)] : []), chosen(row), ...row, ...(applies ? applies.subarray(index * labels.length, (index + 1) * labels.length) : []),
        ]),
      };
    }
    case 'regression': {
      const values = targets?.task === task ? targets.values : undefined;
      const named = (name: string) => (labels.length === 1 ? [name] : labels.map((label) => `${name} ${label}`)).map((each) => ({ name: each, type: 'number' } as const));
      return {
        columns: [...(values ? named('actual') : []), ...named('predicted')],
        cells: answers.map((row, index) => [...(values ? values.subarray(index * labels.length, (index + 1) * labels.length) : []), ...row]),
      };
    }
    case 'token_classification': {
      const known = targets?.task === task ? targets.tokenClasses : undefined;
      const rows = answers.flatMap((all, text) => Array.from({ length: all.length / labels.length }, (_, token) => ({
        text, token, row: all.slice(token * labels.length, (token + 1) * labels.length), label: known?.[text]?.[token] ?? -1,
      }))).filter(({ label }) => known === undefined || label >= 0);
      const { columns, cells } = predictionTable(labels, rows.map(({ row, label }) => predicted(labels, row, labels[label])), known !== undefined);
      return {
        columns: [{ name: 'text', type: 'number' }, { name: 'token', type: 'number' }, ...columns],
        cells: cells.map((row, index) => [(rows[index]?.text ?? 0) + 1, (rows[index]?.token ?? 0) + 1, ...row]),
      };
    }
    default:
      return task satisfies never;
  }
}

function predicted(labels: readonly string[], probabilities: readonly number[], actual: string | undefined) {
  const { label, score } = toPrediction(labels, probabilities);
  return { actual, predicted: label, score, probabilities };
}
