import { TableError, type Tables } from '@millrace/tables';
import type { ColumnProfile, TableSlice } from '@millrace/workflow';
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
  async slice(path: string, range: Range): Promise<TableSlice> {
    const { columns, offset, totalRows, rows, truncated } = await inWords(this.#tables.slice(path, range));
    const shown: TableSlice['rows'] = rows.map((row) => [...row]);
    for (const { row, column, length } of truncated) {
      const cells = shown[row];
      const text = cells?.[column];
      if (cells && typeof text === 'string') cells[column] = { text: text.replace(/…$/, ''), length };
    }
    return { columns: columns.map(({ name, type }) => ({ name, type })), offset, totalRows, rows: shown };
  }

  async profile(path: string): Promise<ColumnProfile[]> {
    const { columns } = await inWords(this.#tables.profile(path));
    return columns.map(({ name, type, count, missing, distinct, min, max, mean, histogram, topValues = [] }) => ({
      name, type, count, missing, distinct,
      min: bound(min),
      max: bound(max),
      mean: mean ?? null,
      histogram: histogram ? histogram.counts.map((bar, index) => ({ from: histogram.edges[index] ?? 0, to: histogram.edges[index + 1] ?? 0, count: bar })) : [],
      top: topValues.map((top) => ({ value: String(top.value), count: top.count })),
    }));
  }
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
