import { z } from 'zod';
import { ConfigError, ExampleError } from '../nn-error.ts';
import type { FeatureColumn, FeatureKind } from './feature-column.ts';
import { fitColumn, type PreparationNote, type PreparationOptions } from './fit-columns.ts';
import { categoryIds, type EmbeddedColumn, type FittedColumn, fittedColumnSchema, numberNames, type NumericColumn, unknownRows, writeNumbers } from './fitted-column.ts';

/** Rows as a network reads them. */
export interface EncodedRows {
  readonly rows: number;
  /** [rows, numbers], row by row. */
  readonly numbers: Float32Array;
  /** For each embedded column, the id of every row's category. */
  readonly ids: readonly Int32Array[];
  /** Rows with a category that training did not have, by column; columns without such rows are left out. */
  readonly unknown: Readonly<Record<string, number>>;
}

/** Where a column went: `count` numbers of a row from `first` on, or its id in `ids`. */
export type ColumnPlace =
  | { readonly name: string; readonly first: number; readonly count: number }
  | { readonly name: string; readonly ids: number };

const fileSchema = z.object({ version: z.literal(1), columns: z.array(fittedColumnSchema).min(1) });

/**
 * Turns the columns of a table into the numbers and category ids that a network reads. It learns from the training rows and
 * does the same to every other table; as JSON it is kept beside the model.
 */
export class FeatureEncoder {
  private readonly numeric: readonly NumericColumn[];
  /** The columns that become ids, in the order of `EncodedRows.ids`. */
  readonly embedded: readonly EmbeddedColumn[];

  private constructor(readonly columns: readonly FittedColumn[]) {
    this.numeric = columns.filter((column) => column.kind !== 'embedding');
    this.embedded = columns.filter((column) => column.kind === 'embedding');
  }

  /** Learns from the training columns, all of one length; `notes` says what was left out and why. Throws ExampleError if no column tells anything. */
  static fit(columns: readonly FeatureColumn[], options: PreparationOptions = {}): { encoder: FeatureEncoder; notes: readonly PreparationNote[] } {
    const notes: PreparationNote[] = [];
    const fitted = columns.flatMap((column) => fitColumn(column, options, (note) => notes.push(note)) ?? []);
    if (fitted.length > 0) return { encoder: new FeatureEncoder(fitted), notes };
    throw new ExampleError(['There is no column to learn from.', ...notes.map(({ message }) => message)].join(' '));
  }

  /** Reads what `toJSON` gave; throws ConfigError naming the field. */
  static parse(content: unknown): FeatureEncoder {
    const parsed = fileSchema.safeParse(content);
    if (parsed.success) return new FeatureEncoder(parsed.data.columns);
    throw new ConfigError(`This is no encoder of columns. ${parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`).join('; ')}`);
  }

  toJSON(): z.infer<typeof fileSchema> {
    return { version: 1, columns: [...this.columns] };
  }

  /** The columns to be given to `encode`, and as what. */
  get sources(): { readonly name: string; readonly kind: FeatureKind }[] {
    return this.columns.map(({ name, kind }) => ({ name, kind: kind === 'one-hot' || kind === 'embedding' ? 'category' : kind }));
  }

  /** The names of the numbers of a row, in order. */
  get numberNames(): string[] {
    return this.numeric.flatMap(numberNames);
  }

  /** Which numbers of a row, or which of its ids, come from each column. */
  get places(): readonly ColumnPlace[] {
    let first = 0;
    return this.columns.map((column) => {
      if (column.kind === 'embedding') return { name: column.name, ids: this.embedded.indexOf(column) };
      const count = numberNames(column).length;
      first += count;
      return { name: column.name, first: first - count, count };
    });
  }

  /** Encodes columns, all of one length; those that the model does not read are passed over. Throws ExampleError if one is missing. */
  encode(columns: readonly FeatureColumn[]): EncodedRows {
    const given = new Map(columns.map((column) => [column.name, column]));
    const find = (name: string) => {
      const column = given.get(name);
      if (!column) throw new ExampleError(`Column "${name}" is missing, which the model reads; the table has: ${[...given.keys()].join(', ')}.`);
      return column;
    };
    const rows = columns[0]?.values.length ?? 0;
    const width = this.numeric.reduce((sum, column) => sum + numberNames(column).length, 0);
    if (rows * width > 2 ** 31) throw new ExampleError(`${rows} rows of ${width} numbers are more than one table in memory can hold; use fewer rows, or leave out columns with many categories.`);
    const numbers = new Float32Array(rows * width);
    let first = 0;
    for (const fitted of this.numeric) {
      writeNumbers(fitted, find(fitted.name), { data: numbers, width }, first);
      first += numberNames(fitted).length;
    }
    const ids = this.embedded.map((fitted) => categoryIds(fitted, find(fitted.name)));
    const unknown = this.columns.map((fitted): [string, number] => [fitted.name, unknownRows(fitted, find(fitted.name))]);
    return { rows, numbers, ids, unknown: Object.fromEntries(unknown.filter(([, count]) => count > 0)) };
  }
}
