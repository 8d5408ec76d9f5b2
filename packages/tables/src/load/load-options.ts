import type { CastableType, TableInfo } from '../column-type.ts';
import type { TextEncoding } from './text-encoding.ts';

export type TableFormat = 'csv' | 'tsv' | 'json-lines' | 'parquet';

/** How a file is read; what is left out is found out from the file. gzip is recognised by its content. */
export interface LoadOptions {
  /** Default 'auto': by the first bytes and the ending of the name. */
  readonly format?: 'auto' | TableFormat;
  /** One ASCII character, or 'auto'. */
  readonly delimiter?: string;
  /** Whether the first record names the columns; without names they are column_0, column_1, … */
  readonly header?: 'auto' | boolean;
  /** One ASCII character, or '' for none. Default '"'. */
  readonly quote?: string;
  /** 'auto' reads UTF-8, or Windows-1252 when the bytes are no UTF-8. */
  readonly encoding?: 'auto' | TextEncoding;
  /** Types of columns that are not to be guessed; 'text' keeps values as they are written. */
  readonly types?: Readonly<Record<string, CastableType>>;
  /** Texts that stand for a missing value. Default: those of pandas. */
  readonly missingValues?: readonly string[];
  /** What to do with a record of too few or too many fields. Default 'fail'. */
  readonly onBadRow?: 'fail' | 'skip';
}

/** The table that was made, and what was found out about the file. */
export interface LoadedTable extends TableInfo {
  readonly format: TableFormat;
  readonly delimiter?: string;
  readonly header?: boolean;
  readonly encoding?: TextEncoding;
  readonly skippedRows: number;
  readonly warnings: readonly string[];
}
