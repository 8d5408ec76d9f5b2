import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { TableError, type Filter, type Tables, type TableSlice as Slice } from '@millrace/tables';
import type { Chart, ChartRequest, ColumnProfile, PredictionFigures, TableQuery, TableSlice } from '@millrace/workflow';
import { phraseOfError } from '@millrace/sdk';
import type { ArrangedTables } from './arranged-tables.ts';
import { chartTitle } from './chart-title.ts';
import { Refusal } from '../http/refusal.ts';

export interface Range {
  readonly offset: number;
  readonly limit: number;
}

export const exportFormats = ['csv', 'csv-spreadsheet', 'parquet'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Rows up to here are as quick to find again as in a table that was sorted and kept. */
const fewRows = 5_000;

/** Tables as the API shows them. DuckDB works on threads of its own, so a large table holds up no other request. */
export class TableReader {
  readonly #tables: Tables;
  readonly #arranged: ArrangedTables;
  readonly #temporaryFolder: string;

  constructor({ tables, arranged, temporaryFolder }: { readonly tables: Tables; readonly arranged: ArrangedTables; readonly temporaryFolder: string }) {
    this.#tables = tables;
    this.#arranged = arranged;
    this.#temporaryFolder = temporaryFolder;
  }

  /** Rows of a Parquet file; a cell that is too long comes cut, with its length. */
  async slice(path: string, range: Range, query: TableQuery): Promise<TableSlice> {
    const { columns, offset, totalRows, rows, numbers, truncated } = await inWords(this.#page(path, range, query));
    const shown: TableSlice['rows'] = rows.map((row) => [...row]);
    for (const { row, column, length } of truncated) {
      const cells = shown[row];
      const text = cells?.[column];
      if (cells && typeof text === 'string') cells[column] = { text: text.replace(/…$/, ''), length };
    }
    return { columns: columns.map(({ name, type }) => ({ name, type })), offset, totalRows, rows: shown, numbers: [...numbers] };
  }

  /**
   * A page. What is sorted or filtered is found anew for its first rows only, so that they show at once; meanwhile the whole
   * arrangement is written down, and every page of it is then read as one of a plain table.
   */
  async #page(path: string, { offset, limit }: Range, query: TableQuery): Promise<Slice> {
    const range = { offset, limit };
    const { columns, ...arranged } = arrangement(query);
    const chosen = columns ? { columns } : {};
    const anew = () => this.#tables.slice(path, { ...range, ...arranged, ...chosen });
    if (query.filter.length === 0 && query.sort.length === 0) return anew();
    const shallow = offset + limit <= fewRows;
    if (shallow && !this.#arranged.ready(path, arranged)) {
      const page = await anew();
      if (page.totalRows > fewRows) this.#arranged.of(path, arranged).catch(() => undefined); // a page further down asks again and fails in words
      return page;
    }
    const { path: kept, numbers } = await this.#arranged.of(path, arranged);
    return this.#tables.slice(kept, { ...range, ...chosen, numbersFrom: numbers }).catch((error: unknown) => {
      if (this.#arranged.ready(path, arranged)) throw error;
      return anew(); // it made room for another in this very moment
    });
  }

  /** The rows that pass the filter, sorted, as a file that is written while it is read. */
  async export(path: string, format: ExportFormat, query: TableQuery): Promise<Readable> {
    if (format === 'parquet') {
      const file = join(this.#temporaryFolder, `${randomUUID()}.parquet`);
      await inWords(this.#tables.export(path, arrangement(query), file));
      return createReadStream(file).on('close', () => void rm(file, { force: true }));
    }
    const pieces = this.#tables.csv(path, arrangement(query), { formulas: format === 'csv' ? 'keep' : 'disarm' });
    const first = await inWords(pieces.next()); // what cannot be answered is refused before the file begins
    return Readable.from((async function* all() {
      if (!first.done) yield first.value;
      yield* pieces;
    })());
  }

  /** Figures of the columns named, or of all. */
  async profile(path: string, names?: readonly string[]): Promise<ColumnProfile[]> {
    const { columns } = await inWords(this.#tables.profile(path, names ? { columns: names } : {}));
    return columns.map(({ name, type, count, missing, distinct, min, max, mean, standardDeviation, quartiles, tails, length, histogram, topValues = [] }) => ({
      name, type, count, missing, distinct,
      min: bound(min),
      max: bound(max),
      mean: mean ?? null,
      ...(standardDeviation === undefined ? {} : { standardDeviation }),
      ...(quartiles && tails ? {
        quantiles: [[0.01, tails[0]], [0.05, tails[1]], [0.25, quartiles[0]], [0.5, quartiles[1]], [0.75, quartiles[2]], [0.95, tails[2]], [0.99, tails[3]]]
          .map(([share, value]) => ({ share: share ?? 0, value: value ?? null })),
      } : {}),
      ...(length ? { length } : {}),
      histogram: histogram ? histogram.counts.map((bar, index) => ({ from: histogram.edges[index] ?? 0, to: histogram.edges[index + 1] ?? 0, count: bar })) : [],
      top: topValues.map((top) => ({ value: String(top.value), count: top.count })),
    }));
  }

  /** A chart of the rows that pass the filter. */
  async chart(path: string, request: ChartRequest, filter: TableQuery['filter']): Promise<Chart> {
    const figures = await inWords(this.#tables.chart(path, request, filter.length === 0 ? undefined : { all: filter }));
    // The figures are the chart but for its words; lists are only read from here on.
    return { ...chartTitle(request), ...figures } as Chart;
  }

  predictions(path: string, label: string): Promise<PredictionFigures> {
    return inWords(this.#tables.predictions(path, label)) as Promise<PredictionFigures>; // the same shape, with lists that are only read
  }
}

function arrangement({ filter, sort, columns }: TableQuery): { filter?: Filter; sort: TableQuery['sort']; columns?: readonly string[] } {
  return { sort, ...(filter.length === 0 ? {} : { filter: { all: filter } }), ...(columns ? { columns } : {}) };
}

function bound(value: string | number | boolean | null | undefined): string | number | null {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

async function inWords<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof TableError ? new Refusal(400, phraseOfError(error)) : error;
  }
}
