import { byCodePoint } from './by-code-point.ts';
import { type DatePart, dateParts, partsOfDate } from './date-parts.ts';
import type { FeatureColumn } from './feature-column.ts';
import type { FittedColumn } from './fitted-column.ts';
import { fitScaler, quantile, type Scaling } from './scaler.ts';

/** How columns are prepared; every default suits most tables. */
export interface PreparationOptions {
  /** Default `standard`. */
  readonly scaling?: Scaling;
  /** What a missing number becomes. Default `median`. */
  readonly fill?: 'median' | 'mean';
  /** A number more for each column with gaps that says where they are. Default true. */
  readonly missingIndicators?: boolean;
  /** `auto` (the default) gives embeddings to columns with more than ten categories. */
  readonly categories?: 'auto' | 'one-hot' | 'embedding';
  /** Categories of a column that are told apart, the most frequent ones; the others count as unknown. Default 1000. */
  readonly mostCategories?: number;
  /** Keeps columns of text that look like names or free text (hardly a value comes twice). Default false. */
  readonly keepFreeText?: boolean;
}

/** Something about a column that its owner should know. */
export interface PreparationNote {
  readonly level: 'info' | 'warn';
  readonly message: string;
}

/** Learns from a training column; it is left out, with a note that says why, when it tells nothing. */
export function fitColumn(column: FeatureColumn, options: PreparationOptions, note: (note: PreparationNote) => void): FittedColumn | undefined {
  const leaveOut = (level: PreparationNote['level'], reason: string) => void note({ level, message: `Column "${column.name}" is left out: ${reason}.` });
  switch (column.kind) {
    case 'number':
    case 'boolean': return fitNumbers(column, options, leaveOut, note);
    case 'date': return fitDates(column, options, leaveOut);
    case 'category': return fitCategories(column, options, leaveOut, note);
    default: return column satisfies never;
  }
}

type LeaveOut = (level: PreparationNote['level'], reason: string) => undefined;

function fitNumbers(
  { kind, name, values }: Extract<FeatureColumn, { kind: 'number' | 'boolean' }>,
  { scaling = 'standard', fill = 'median', missingIndicators = true }: PreparationOptions, leaveOut: LeaveOut, note: (note: PreparationNote) => void,
): FittedColumn | undefined {
  const present = values.filter(Number.isFinite).sort();
  const gaps = values.length - present.length;
  if (present.length === 0) return leaveOut('info', 'it has no values');
  const constant = present[0] === present.at(-1);
  if (constant && gaps === 0) return leaveOut('info', `every row has the same value, ${present[0]}`);
  const missingIndicator = missingIndicators && gaps > 0;
  if (kind === 'boolean') return { kind, name, fill: quantile(present, 0.5) >= 0.5 ? 1 : 0, missingIndicator };
  if (gaps === 0 && present.length >= 20 && present.every((value, place) => Number.isInteger(value) && value !== present[place - 1])) {
    note({ level: 'info', message: `Column "${name}" has another whole number in every row; if it only numbers the rows, leave it out.` });
  }
  const filled = fill === 'median' ? quantile(present, 0.5) : present.reduce((sum, value) => sum + value / present.length, 0);
  return { kind, name, fill: filled, missingIndicator, scaler: fitScaler(present, scaling) };
}

function fitDates(
  { name, values }: Extract<FeatureColumn, { kind: 'date' }>, { missingIndicators = true }: PreparationOptions, leaveOut: LeaveOut,
): FittedColumn | undefined {
  const dates = values.flatMap((value) => partsOfDate(value) ?? []);
  const first = dates[0];
  if (!first) return leaveOut('info', 'it has no dates');
  const parts = dateParts.filter((part: DatePart) => dates.some((date) => date[part] !== first[part]));
  const gaps = dates.length < values.length;
  if (parts.length === 0 && !gaps) return leaveOut('info', 'every row has the same date');
  return { kind: 'date', name, parts, missingIndicator: missingIndicators && gaps, year: fitScaler(dates.map(({ year }) => year), 'standard') };
}

function fitCategories(
  { name, values, numeric = false }: Extract<FeatureColumn, { kind: 'category' }>,
  { categories: choice = 'auto', missingIndicators = true, mostCategories = 1000, keepFreeText = false }: PreparationOptions, leaveOut: LeaveOut, note: (note: PreparationNote) => void,
): FittedColumn | undefined {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const present = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const gaps = values.length - present;
  if (present === 0) return leaveOut('info', 'it has no values');
  if (counts.size === 1 && gaps === 0) return leaveOut('info', `every row has the same value, "${short(values[0] ?? '')}"`);
  if (!keepFreeText && counts.size > mostNames && counts.size > present / 2) {
    return leaveOut('warn', `it has ${counts.size} different texts in ${present} rows, so it looks like a name or free text. Choose it as a feature to use it all the same`);
  }
  const order = numeric ? (a: string, b: string) => Number(a) - Number(b) : byCodePoint;
  let kept = [...counts.keys()].sort(order);
  if (kept.length > mostCategories) {
    note({ level: 'warn', message: `Column "${name}" has ${kept.length} categories; the ${mostCategories} most frequent ones are told apart, the others count as unknown.` });
    kept = kept.sort((a, b) => counts.get(b)! - counts.get(a)!).slice(0, mostCategories).sort(order);
  }
  if (choice === 'one-hot' || (choice === 'auto' && kept.length <= mostOneHot)) return { kind: 'one-hot', name, categories: kept, missingIndicator: missingIndicators && gaps > 0 };
  return { kind: 'embedding', name, categories: kept, width: embeddingWidth(kept.length) };
}

/** Beyond so many different texts, of which hardly any comes twice, a column is taken for names. */
const mostNames = 50;

/** Beyond so many categories `auto` takes embeddings (Guo and Berkhahn 2016). */
const mostOneHot = 10;

/** The width of an embedding: the rule of fastai (Howard and Gugger 2020), 1.6 · categories^0.56, with fifty at most. */
export function embeddingWidth(categories: number): number {
  return Math.min(50, Math.round(1.6 * categories ** 0.56));
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
