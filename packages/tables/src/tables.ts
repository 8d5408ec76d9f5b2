import { arrangeTable, type ArrangedTable, type Arrangement } from './arrange-table.ts';
import type { ChartFigures, ChartRequest } from './chart-request.ts';
import { chartTable } from './chart-table.ts';
import type { CleanStep } from './clean-step.ts';
import { cleanTable, type CleanedTable } from './clean-table.ts';
import type { Cell, Column, TableInfo } from './column-type.ts';
import { Database, type TablesOptions } from './database.ts';
import { describeTable } from './describe-table.ts';
import { csvOf, exportParquet, type CsvOptions } from './export-table.ts';
import type { Filter } from './filter.ts';
import { headColumns } from './load/head-columns.ts';
import type { LoadedTable, LoadOptions } from './load/load-options.ts';
import { loadTable } from './load/load-table.ts';
import { predictionFigures, type PredictionFigures } from './prediction-figures.ts';
import { profileTable, type ProfileOptions, type TableProfile } from './profile-table.ts';
import type { QueryTables } from './query/check-query.ts';
import { queryColumns, queryTables, type Query } from './query/query-tables.ts';
import { readColumn, readColumns, readNumbers, type ColumnChunk } from './read-columns.ts';
import { sliceTable, type SliceOptions, type TableSlice } from './slice-table.ts';
import { selectColumns, takeRows, type ColumnSelection } from './take-rows.ts';
import { appendColumns, writeRows, type ColumnValues, type NewColumn } from './write-rows.ts';

/** Starts the table engine. Open one for a process and close it at the end. */
export async function openTables(options: TablesOptions = {}): Promise<Tables> {
  return new Tables(await Database.open(options));
}

/**
 * Tables are Parquet files named by their paths. Every operation keeps the order of rows, writes a whole new file,
 * writes the same bytes for the same input, and throws a TableError for what its caller can mend.
 */
export class Tables {
  constructor(private readonly database: Database) {}

  close(): Promise<void> {
    return this.database.close();
  }

  /** Reads a CSV, TSV, JSON Lines or Parquet file, plain or gzip, into a table. */
  load(source: string, toParquet: string, options: LoadOptions = {}): Promise<LoadedTable> {
    return this.database.write((session) => loadTable(session, source, toParquet, options));
  }

  /**
   * The columns that `load` will find, from the head of the file; a type may turn out wider. Undefined where only the whole file
   * tells (long JSON Lines).
   */
  headColumns(source: string, options: LoadOptions = {}): Promise<readonly Column[] | undefined> {
    return this.database.read((session) => headColumns(session, source, options));
  }

  /** Columns and number of rows. */
  describe(table: string): Promise<TableInfo> {
    return this.database.read((session) => describeTable(session, table));
  }

  /** Applies cleaning steps in order; `steps` of the result says what each did. */
  clean(table: string, steps: readonly CleanStep[], toParquet: string): Promise<CleanedTable> {
    return this.database.write((session) => cleanTable(session, table, steps, toParquet));
  }

  /** Figures for every column. */
  profile(table: string, options: ProfileOptions = {}): Promise<TableProfile> {
    return this.database.read((session) => profileTable(session, table, options));
  }

  /** A page of rows, ready for JSON. */
  slice(table: string, options: SliceOptions = {}): Promise<TableSlice> {
    return this.database.read((session) => sliceTable(session, table, options));
  }

  /** The figures of a chart of the rows that pass a filter. */
  chart(table: string, request: ChartRequest, filter?: Filter): Promise<ChartFigures> {
    return this.database.read((session) => chartTable(session, table, request, filter));
  }

  /** How a label was predicted: its curve over every threshold, exact areas, and how far its probabilities can be trusted. */
  predictions(table: string, label: string): Promise<PredictionFigures> {
    return this.database.read((session) => predictionFigures(session, table, label));
  }

  /** Writes the rows that pass a filter, sorted, with a column of their numbers, for `slice` with `numbersFrom`. */
  arrange(table: string, arrangement: Arrangement, toParquet: string): Promise<ArrangedTable> {
    return this.database.write((session) => arrangeTable(session, table, arrangement, toParquet));
  }

  /** Rows and columns as CSV, in pieces. */
  csv(table: string, arrangement: Arrangement = {}, options: CsvOptions = {}): AsyncGenerator<string> {
    return this.database.stream((session) => csvOf(session, table, arrangement, options));
  }

  /** Rows and columns as a table of their own. */
  export(table: string, arrangement: Arrangement, toParquet: string): Promise<TableInfo> {
    return this.database.write((session) => exportParquet(session, table, arrangement, toParquet));
  }

  /** Some columns in the order named, or all but some. */
  select(table: string, selection: ColumnSelection, toParquet: string): Promise<TableInfo> {
    return this.database.write((session) => selectColumns(session, table, selection, toParquet));
  }

  /**
   * Runs one SELECT of a user over tables, which sees nothing else of the machine. Rows come in the order of its ORDER BY, or as the
   * tables have them; grouped or joined rows come in an order that only repeats itself.
   */
  query(query: Query, toParquet: string): Promise<TableInfo> {
    return this.database.write((session) => queryTables(session, (work) => this.database.isolated(work), query, toParquet));
  }

  /** The columns that such a SELECT gives over tables of these columns; undefined where only a run can tell. */
  queryColumns(sql: string, tables: QueryTables): Promise<readonly Column[] | undefined> {
    return queryColumns((work) => this.database.isolated(work), sql, tables);
  }

  /** The rows of those numbers (from 0), in that order. */
  take(table: string, rows: Int32Array, toParquet: string): Promise<TableInfo> {
    return this.database.write((session) => takeRows(session, table, rows, toParquet));
  }

  /** Makes a table from rows of values. */
  writeRows(columns: readonly NewColumn[], rows: readonly (readonly Cell[])[], toParquet: string): Promise<TableInfo> {
    return this.database.write((session) => writeRows(session, columns, rows, toParquet));
  }

  /** Adds columns of values, one a row, such as predictions. */
  appendColumns(table: string, columns: Readonly<Record<string, ColumnValues>>, toParquet: string): Promise<TableInfo> {
    return this.database.write((session) => appendColumns(session, table, columns, toParquet));
  }

  /** All values of a column. */
  column(table: string, name: string): Promise<Cell[]> {
    return this.database.read((session) => readColumn(session, table, name));
  }

  /** All values of a column of numbers or booleans; NaN where missing. */
  numbers(table: string, name: string): Promise<Float64Array> {
    return this.database.read((session) => readNumbers(session, table, name));
  }

  /** The values of columns, about two thousand rows at a time. */
  readColumns(table: string, names: readonly string[]): AsyncGenerator<ColumnChunk> {
    return this.database.stream((session) => readColumns(session, table, names));
  }
}
