import { z } from 'zod';
import { dateParts, partsOfDate } from './date-parts.ts';
import type { FeatureColumn } from './feature-column.ts';
import { scaleNumber, scalerSchema } from './scaler.ts';

const name = z.string();
/** Whether a number says that the value was missing: the training column had gaps. */
const missingIndicator = z.boolean();
const categories = z.array(z.string()).min(1);

/** How a column becomes numbers, or the row of a table of embeddings: what was learnt from the training column. */
export const fittedColumnSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number'), name, fill: z.number(), missingIndicator, scaler: scalerSchema }),
  z.object({ kind: z.literal('boolean'), name, fill: z.union([z.literal(0), z.literal(1)]), missingIndicator }),
  z.object({ kind: z.literal('date'), name, parts: z.array(z.enum(dateParts)), missingIndicator, year: scalerSchema }),
  z.object({ kind: z.literal('one-hot'), name, categories, missingIndicator }),
  /** The id of a category is its place + 1; 0 is for whatever else comes. */
  z.object({ kind: z.literal('embedding'), name, categories, width: z.int().min(1) }),
]);
export type FittedColumn = z.infer<typeof fittedColumnSchema>;
export type EmbeddedColumn = Extract<FittedColumn, { kind: 'embedding' }>;
export type NumericColumn = Exclude<FittedColumn, EmbeddedColumn>;

/** The numbers that a column becomes, by name. */
export function numberNames(column: NumericColumn): string[] {
  return [...ownNames(column), ...(column.missingIndicator ? [`${column.name} is missing`] : [])];
}

function ownNames(column: NumericColumn): string[] {
  switch (column.kind) {
    case 'number':
    case 'boolean': return [column.name];
    case 'one-hot': return column.categories.map((category) => `${column.name} = ${category}`);
    case 'date': return column.parts.flatMap((part) => (part === 'year' ? [`${column.name}: year`] : [`${column.name}: ${part} (sin)`, `${column.name}: ${part} (cos)`]));
    default: return column satisfies never;
  }
}

/** A matrix of numbers [rows, width], row by row. */
export interface NumberMatrix {
  readonly data: Float32Array;
  readonly width: number;
}

/**
 * Writes the numbers of every row, from the column `first` of the matrix on; the matrix was all zeros. A category that
 * training did not have is all zeros.
 */
export function writeNumbers(fitted: NumericColumn, column: FeatureColumn, { data, width }: NumberMatrix, first: number): void {
  const rows = column.values.length;
  const indicator = first + numberNames(fitted).length - 1;
  const markMissing = (row: number) => { if (fitted.missingIndicator) data[row * width + indicator] = 1; };
  if (fitted.kind === 'number' || fitted.kind === 'boolean') {
    const values = numbersOf(column);
    const scaler = fitted.kind === 'number' ? fitted.scaler : { center: 0, scale: 1 };
    for (let row = 0; row < rows; row++) {
      const value = values[row]!;
      if (!Number.isFinite(value)) markMissing(row);
      data[row * width + first] = scaleNumber(scaler, Number.isFinite(value) ? value : fitted.fill);
    }
    return;
  }
  const texts = textsOf(column);
  if (fitted.kind === 'one-hot') {
    const places = new Map(fitted.categories.map((category, place) => [category, place]));
    for (let row = 0; row < rows; row++) {
      const text = texts[row] ?? null;
      const place = text === null ? undefined : places.get(text);
      if (text === null) markMissing(row);
      else if (place !== undefined) data[row * width + first + place] = 1;
    }
    return;
  }
  for (let row = 0; row < rows; row++) {
    const parts = partsOfDate(texts[row] ?? null);
    if (!parts) {
      markMissing(row);
      continue;
    }
    let at = row * width + first;
    for (const part of fitted.parts) {
      if (part === 'year') data[at++] = scaleNumber(fitted.year, parts.year);
      else {
        data[at++] = Math.sin(2 * Math.PI * parts[part]);
        data[at++] = Math.cos(2 * Math.PI * parts[part]);
      }
    }
  }
}

/** The id of every row's category: its place + 1, and 0 for a missing category or one that training did not have. */
export function categoryIds({ categories }: EmbeddedColumn, column: FeatureColumn): Int32Array {
  const ids = new Map<string | null, number>(categories.map((category, place) => [category, place + 1]));
  return Int32Array.from(textsOf(column), (text) => ids.get(text) ?? 0);
}

/** How many rows hold a category that training did not have. */
export function unknownRows(fitted: FittedColumn, column: FeatureColumn): number {
  if (fitted.kind !== 'one-hot' && fitted.kind !== 'embedding') return 0;
  const known = new Set(fitted.categories);
  return textsOf(column).reduce((count, text) => count + Number(text !== null && !known.has(text)), 0);
}

function numbersOf({ kind, name, values }: FeatureColumn): Float64Array {
  if (values instanceof Float64Array) return values;
  throw new TypeError(`Column "${name}" was given as ${kind}, not as numbers.`);
}

function textsOf({ kind, name, values }: FeatureColumn): readonly (string | null)[] {
  if (!(values instanceof Float64Array)) return values;
  throw new TypeError(`Column "${name}" was given as ${kind}, not as texts.`);
}
