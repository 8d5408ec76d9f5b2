import type { TableSlice } from '@millrace/workflow';
import { useEffect, useState } from 'react';
import { api } from '../api/api.ts';
import { once } from '../api/immutable.ts';

/** Rows fetched at a time. */
export const pageRows = 200;

/** The rows of a table that are there, by index; the pages in sight are fetched as they come into it. */
export function useTablePages(hash: string, first: TableSlice, from: number, to: number): (index: number) => TableSlice['rows'][number] | undefined {
  const [pages, setPages] = useState<ReadonlyMap<number, TableSlice>>(() => new Map([[0, first]]));
  const [low, high] = [Math.floor(from / pageRows), Math.floor(to / pageRows)];
  useEffect(() => {
    let current = true;
    // A fast scroll passes over pages: only those where it comes to rest are fetched.
    const timer = setTimeout(() => {
      for (let page = low; page <= high; page++) {
        if (pages.has(page)) continue;
        once(`table:${hash}:${page}`, () => api.table(hash, page * pageRows, pageRows)).then(
          (slice) => current && setPages((known) => new Map([...known, [page, slice]])),
          () => undefined, // the rows stay blank, and are asked for again when they come into sight
        );
      }
    }, 60);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [hash, low, high, pages]);
  return (index) => pages.get(Math.floor(index / pageRows))?.rows[index % pageRows];
}
