import type { FeatureColumn, FeatureKind } from '@millrace/nn';
import { say, term, UserError, type Column, type TableInput } from '@millrace/sdk';
import type { Tables } from '@millrace/tables';

/** A column that a model reads, and as what. */
export interface FeatureSource {
  readonly name: string;
  readonly kind: FeatureKind;
}

/** As what a column is read: numbers, truth values and dates as they are, texts as categories. Undefined for what no model reads (lists, bytes). */
export function kindOf({ type }: Column): FeatureKind | undefined {
  switch (type) {
    case 'integer':
    case 'number': return 'number';
    case 'boolean': return 'boolean';
    case 'date':
    case 'timestamp': return 'date';
    case 'text': return 'category';
    case 'other': return undefined;
    default: return type satisfies never;
  }
}

/** The column of that name. Throws a UserError that lists the others. */
export function columnNamed({ columns }: TableInput, name: string): Column {
  const column = columns.find((candidate) => candidate.name === name);
  if (column) return column;
  throw new UserError(say`Column "${name}" is missing; the table has: ${columns.map((candidate) => candidate.name).join(', ')}`);
}

/** Reads columns as a model takes them. Throws a UserError for a column that is missing or of a type that does not fit. */
export async function readFeatures(tables: Tables, table: TableInput, sources: readonly FeatureSource[]): Promise<FeatureColumn[]> {
  const columns: FeatureColumn[] = [];
  for (const source of sources) columns.push(await readFeature(tables, table, source));
  return columns;
}

async function readFeature(tables: Tables, table: TableInput, { name, kind }: FeatureSource): Promise<FeatureColumn> {
  const { type } = columnNamed(table, name);
  const numeric = type === 'integer' || type === 'number' || type === 'boolean';
  if ((kind === 'number' || kind === 'boolean') && numeric) return { kind, name, values: await tables.numbers(table.path, name) };
  const cells = await tables.column(table.path, name);
  const texts = cells.map((cell) => (cell === null ? null : String(cell)));
  if (kind === 'category') return { kind, name, values: texts, numeric: type === 'integer' || type === 'number' };
  if (kind === 'date' && (type === 'date' || type === 'timestamp')) return { kind, name, values: texts };
  if (texts.every((text) => text === null)) return kind === 'date' ? { kind, name, values: texts } : { kind, name, values: new Float64Array(texts.length).fill(NaN) };
  throw new UserError(say`Column "${name}" holds ${term(type)}, and the model learnt from ${kind === 'date' ? say`dates` : say`numbers`}. Change its type with "Clean".`);
}

/** Some rows of columns, in that order. */
export function takeRows(columns: readonly FeatureColumn[], rows: Int32Array): FeatureColumn[] {
  return columns.map((column) => {
    if (column.kind === 'number' || column.kind === 'boolean') return { ...column, values: Float64Array.from(rows, (row) => column.values[row] ?? NaN) };
    return { ...column, values: Array.from(rows, (row) => column.values[row] ?? null) };
  });
}
