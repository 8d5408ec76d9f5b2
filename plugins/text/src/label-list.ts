import { say, UserError } from '@millrace/sdk';
import type { Cell } from '@millrace/tables';

const mostLabels = 10_000;
const mostNamed = 20;

/** The distinct values of a label column, sorted: numbers by size, anything else by code point. */
export function labelList(values: readonly Cell[], column: string): string[] {
  const distinct = new Set(values.filter((value) => value !== null));
  if (distinct.size > mostLabels) throw new UserError(say`Column "${column}" holds ${distinct.size} different values; a label column holds at most ${mostLabels}. Is it the right column?`);
  const cells = [...distinct];
  if (cells.every((value) => typeof value === 'number')) return cells.sort((a, b) => a - b).map(String);
  return [...new Set(cells.map(String))].sort((a, b) => (a < b ? -1 : 1));
}

/** The number of each value's label. Throws a UserError for a missing value and for one that is not in the list. */
export function labelNumbers(values: readonly Cell[], labels: readonly string[], column: string): Int32Array {
  const numbers = new Map(labels.map((label, index) => [label, index]));
  const missing = values.filter((value) => value === null).length;
  if (missing > 0) throw new UserError(say`${missing} of ${values.length} rows have no value in the label column "${column}"; drop them with a "Drop missing" step in "Clean".`);
  const unseen = new Set(values.map(String).filter((value) => !numbers.has(value)));
  if (unseen.size > 0) {
    const named = [...unseen].slice(0, mostNamed).map((value) => `"${value}"`).join(', ');
    throw new UserError(say`Column "${column}" holds labels that the training data does not have: ${named}${unseen.size > mostNamed ? ', …' : ''}. It knows: ${labels.slice(0, mostNamed).join(', ')}${labels.length > mostNamed ? ', …' : ''}. Split with "Stratify by", or drop those rows.`);
  }
  return Int32Array.from(values, (value) => numbers.get(String(value)) ?? 0);
}
