import { byCodePoint, fitScaler, scaleNumber, type TableTask, type TabularTargets } from '@millrace/nn';
import { say, UserError, type Column, type Phrase } from '@millrace/sdk';
import type { Cell } from '@millrace/tables';

/** What is to be learnt, and why it was taken for that. */
export interface ChosenTask {
  readonly task: TableTask;
  readonly reason: string;
}

/** So many different whole numbers may still be names of classes. */
const mostNumberedClasses = 20;

/**
 * Finds out what is to be learnt of a target column: to tell classes apart, or to predict a number. `auto` predicts a number where the
 * column holds many different ones. Throws a UserError when there is nothing to learn.
 */
export function chooseTask({ name, type }: Column, values: readonly Cell[], wanted: 'auto' | TableTask['kind']): ChosenTask {
  const present = values.filter((value) => value !== null);
  if (present.length === 0) throw new UserError(say`The target column "${name}" has no values.`);
  const distinct = new Set(present);
  const only = [...distinct][0];
  if (distinct.size === 1) throw new UserError(say`All ${present.length} rows have the same "${name}", ${JSON.stringify(only)}: there is nothing to learn. Is it the right target column?`);
  const numeric = type === 'integer' || type === 'number';
  const many = numeric && distinct.size > 2 && (distinct.size > mostNumberedClasses || present.some((value) => !Number.isInteger(value)));
  if (wanted === 'regression' || (wanted === 'auto' && many)) {
    if (!numeric) throw new UserError(say`The target column "${name}" holds ${type}, not numbers. Choose the task "classification", or change the column's type with "Clean".`);
    const scaler = fitScaler(present.map(Number), 'standard');
    return { task: { kind: 'regression', target: name, scaler }, reason: `"${name}" holds ${distinct.size} different numbers, so a number is predicted` };
  }
  if (distinct.size > 50 && distinct.size > present.length / 2) {
    throw new UserError(say`The target column "${name}" has ${distinct.size} different values in ${present.length} rows: too many to tell apart. Is it the right target column?`);
  }
  const labels = [...distinct].map(String).sort(numeric ? (a, b) => Number(a) - Number(b) : byCodePoint);
  const shown = labels.length > 12 ? `${labels.slice(0, 12).join(', ')}, …` : labels.join(', ');
  return { task: { kind: 'classification', target: name, labels }, reason: `"${name}" has ${labels.length} labels, which are told apart: ${shown}` };
}

/** The rows whose target is there. An infinite number is none. */
export function labelledRows({ kind }: TableTask, values: readonly Cell[]): Int32Array {
  return Int32Array.from(values.flatMap((value, row) => (value === null || (kind === 'regression' && !Number.isFinite(Number(value))) ? [] : [row])));
}

/** The targets of some rows as a network takes them. Throws a UserError naming a label that is not among those of the task. */
export function targetsOf(task: TableTask, values: readonly Cell[], rows: Int32Array, whose: Phrase): TabularTargets {
  if (task.kind === 'regression') {
    return { task: 'regression', values: Float32Array.from(rows, (row) => scaleNumber(task.scaler, Number(values[row]))) };
  }
  const places = new Map(task.labels.map((label, place) => [label, place]));
  const classes = Int32Array.from(rows, (row) => {
    const place = places.get(String(values[row]));
    if (place !== undefined) return place;
    throw new UserError(say`Row ${row + 1} of the ${whose} has the label "${String(values[row])}", which the training rows do not have (they have: ${task.labels.join(', ')}).`);
  });
  return { task: 'single_label_classification', classes };
}
