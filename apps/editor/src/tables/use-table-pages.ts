import type { TableSlice } from '@millrace/workflow';
import { useEffect, useRef, useState } from 'react';
import { api } from '../api/api.ts';
import { messageOf } from '../api/request.ts';
import type { ViewQuery } from './table-query.ts';

/** Rows and columns that are fetched at a time. */
const pageRows = 100;
const blockColumns = 24;
const mostPages = 80;

export interface Sight {
  readonly rows: readonly [first: number, last: number];
  readonly columns: readonly [first: number, last: number];
}

interface TablePages {
  /** Undefined until the first page of this query came. */
  readonly totalRows: number | undefined;
  readonly trouble: string | undefined;
  cell(row: number, column: number): TableSlice['rows'][number][number] | undefined;
  /** Where a row stands in the table as it is stored, from 0. */
  number(row: number): number | undefined;
}

interface Known {
  readonly of: string;
  readonly pages: ReadonlyMap<string, TableSlice>;
  readonly totalRows?: number;
  readonly trouble?: string;
}

/** The part of a sorted and filtered table that is in sight: its rows and columns are fetched as they come into it, and given up when they leave before they came. */
export function useTablePages(hash: string, { filter, sort }: ViewQuery, columns: readonly string[], sight: Sight): TablePages {
  const of = JSON.stringify([hash, filter, sort, columns]);
  const [known, setKnown] = useState<Known>({ of, pages: new Map() });
  const asked = useRef(new Map<string, AbortController>());
  const pages = known.of === of ? known.pages : undefined;
  const last = known.totalRows === undefined ? sight.rows[1] : Math.min(sight.rows[1], Math.max(0, known.totalRows - 1));
  const wanted: string[] = [];
  for (let page = Math.floor(sight.rows[0] / pageRows); page <= Math.floor(last / pageRows); page++) {
    for (let block = Math.floor(sight.columns[0] / blockColumns); block <= Math.floor(sight.columns[1] / blockColumns); block++) wanted.push(`${page}:${block}`);
  }
  const missing = wanted.filter((key) => !pages?.has(key)).join(' ');
  useEffect(() => {
    const keys = missing === '' ? [] : missing.split(' ').map((key) => ({ key, id: `${of} ${key}` }));
    for (const [id, control] of asked.current) {
      if (keys.some((one) => one.id === id)) continue;
      control.abort();
      asked.current.delete(id);
    }
    for (const { key, id } of keys) {
      if (asked.current.has(id)) continue;
      const control = new AbortController();
      asked.current.set(id, control);
      const [page = 0, block = 0] = key.split(':').map(Number);
      const chosen = columns.slice(block * blockColumns, (block + 1) * blockColumns);
      const settle = (change: (before: Known) => Known) => {
        if (asked.current.get(id) !== control) return;
        asked.current.delete(id);
        setKnown((before) => change(before.of === of ? before : { of, pages: new Map() }));
      };
      api.table(hash, { offset: page * pageRows, limit: pageRows, filter, sort, columns: chosen }, control.signal).then(
        (slice) => settle((before) => ({ of, totalRows: slice.totalRows, pages: new Map([...[...before.pages].slice(-mostPages), [key, slice]]) })),
        (error: unknown) => settle((before) => ({ ...before, trouble: messageOf(error) })),
      );
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `of` stands for the query
  }, [of, missing]);
  useEffect(() => {
    const open = asked.current;
    return () => {
      for (const control of open.values()) control.abort();
      open.clear();
    };
  }, []);
  return {
    totalRows: known.of === of ? known.totalRows : undefined,
    trouble: known.of === of ? known.trouble : undefined,
    cell: (row, column) => pages?.get(`${Math.floor(row / pageRows)}:${Math.floor(column / blockColumns)}`)?.rows[row % pageRows]?.[column % blockColumns],
    number: (row) => {
      for (const key of wanted) {
        if (key.startsWith(`${Math.floor(row / pageRows)}:`)) return pages?.get(key)?.numbers[row % pageRows];
      }
      return undefined;
    },
  };
}
