import { TableError, type Filter, type Tables } from '@millrace/tables';
import type { Chart, ChartRequest, ColumnProfile, PredictionFigures, TableQuery, TableSlice } from '@millrace/workflow';
import { chartTitle } from './chart-title.ts';
import { Refusal } from '../http/refusal.ts';

export interface Range {
  readonly offset: number;
  readonly limit: number;
}

/** Tables as the API shows them. DuckDB works on threads of its own, so a large table holds up no other request. */
export class TableReader {
  readonly #tables: Tables;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** Rows of a Parquet file; a cell that is too long comes cut, with its length. */
  async slice(path: string, { offset: from, limit }: Range, query: TableQuery): Promise<TableSlice> {
    const { columns, offset, totalRows, rows, numbers, truncated } = await inWords(this.#tables.slice(path, { offset: from, limit, ...arrangement(query) }));
    const shown: TableSlice['rows'] = rows.map((row) => [...row]);
    for (const { row, column, length } of truncated) {
      const cells = shown[row];
      const text = cells?.[column];
      if (cells && typeof text === 'string') cells[column] = { text: text.replace(/…$/, ''), length };
    }
    return { columns: columns.map(({ name, type }) => ({ name, type })), offset, totalRows, rows: shown, numbers: [...numbers] };
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
    throw error instanceof TableError ? new Refusal(400, error.message) : error;
  }
}
