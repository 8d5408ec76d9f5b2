import type { ColumnProfile, Condition, TableSlice } from '@millrace/workflow';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { t } from '../i18n/i18n.ts';
import { formatNumber } from '../runs/format.ts';
import { ColumnHeader } from './ColumnHeader.tsx';
import type { ShownColumn, ViewQuery } from './table-query.ts';
import styles from './TableView.module.css';
import { useRowsInSight } from './use-rows-in-sight.ts';
import { useTablePages } from './use-table-pages.ts';

type Cell = TableSlice['rows'][number][number];

const rowHeight = 27;
const headerHeight = 104;
const numberWidth = 76;

interface TableRowsProps {
  readonly hash: string;
  readonly columns: readonly ShownColumn[];
  /** The first rows, by which columns are as wide as they are. */
  readonly sample: TableSlice;
  readonly profiles: readonly ColumnProfile[];
  readonly query: ViewQuery;
  readonly onSort: (sort: ViewQuery['sort']) => void;
  readonly onFilter: (filter: readonly Condition[]) => void;
  readonly onProfile: (column: string) => void;
  /** Tells how many rows pass the filter. */
  readonly onCount: (rows: number) => void;
}

/** The rows in sight below the headers of their columns. */
export function TableRows({ hash, columns, sample, profiles, query, onSort, onFilter, onProfile, onCount }: TableRowsProps) {
  const frame = useRef<HTMLDivElement>(null);
  const counted = useRef(query.filter.length === 0 ? sample.totalRows : 0);
  const across = useVirtualizer({
    horizontal: true, count: columns.length, getScrollElement: () => frame.current, overscan: 3,
    estimateSize: (index) => widthOf(columns[index], sample), getItemKey: (index) => columns[index]?.name ?? index,
  });
  const sight = useRowsInSight(frame, { count: counted.current, rowHeight, headerHeight });
  const cells = across.getVirtualItems();
  const pages = useTablePages(hash, query, columns.map(({ name }) => name), {
    rows: [sight.rows[0]?.index ?? 0, sight.rows.at(-1)?.index ?? 0], columns: [cells[0]?.index ?? 0, cells.at(-1)?.index ?? 0],
  });
  const { totalRows } = pages;
  if (totalRows !== undefined) counted.current = totalRows;
  useEffect(() => {
    if (totalRows !== undefined) onCount(totalRows);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- it is told once a count
  }, [totalRows]);
  const { show } = sight;
  useEffect(() => {
    show(0);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- another order or other rows begin at the top
  }, [query]);
  const width = across.getTotalSize() + numberWidth;
  return (
    <div
      ref={frame} className={styles.frame} role="table" aria-label={t('Rows')} aria-rowcount={counted.current + 1} aria-colcount={columns.length + 1} tabIndex={0}
      data-testid="table-rows" onKeyDown={sight.onKeyDown}
    >
      <div className={styles.head} role="row" aria-rowindex={1} style={{ width, height: headerHeight }}>
        <span className={styles.number} role="columnheader" style={{ width: numberWidth }}>{t('Row')}</span>
        {cells.map(({ index, start, size }) => {
          const column = columns[index];
          const sorted = query.sort.find((part) => part.column === column?.name);
          return column && (
            <div
              key={column.name} role="columnheader" aria-colindex={index + 2} className={styles.headCell} style={{ left: start + numberWidth, width: size }}
              aria-sort={sorted ? sorted.descending ? 'descending' : 'ascending' : 'none'}
            >
              <ColumnHeader column={column} profile={profiles.find(({ name }) => name === column.name)} query={query} onSort={onSort} onFilter={onFilter} onProfile={() => onProfile(column.name)} />
            </div>
          );
        })}
      </div>
      <div style={{ height: sight.height, width, position: 'relative' }} role="rowgroup">
        {sight.rows.map(({ index, y }) => {
          const number = pages.number(index);
          return (
            <div key={index} role="row" aria-rowindex={index + 2} className={styles.row} data-even={index % 2 === 0} style={{ transform: `translateY(${y}px)`, height: rowHeight }}>
              <span className={styles.number} role="rowheader" style={{ width: numberWidth }}>{number === undefined ? '' : formatNumber(number + 1)}</span>
              {cells.map((cell) => <CellView key={cell.key} cell={pages.cell(index, cell.index)} column={cell.index + 2} left={cell.start + numberWidth} width={cell.size} />)}
            </div>
          );
        })}
      </div>
      {pages.trouble !== undefined && <p className={styles.trouble} role="alert">{pages.trouble}</p>}
      {totalRows === 0 && <p className={styles.none}>{query.filter.length === 0 ? t('The table has no rows.') : t('No row meets these conditions.')}</p>}
    </div>
  );
}

function CellView({ cell, column, left, width }: { readonly cell: Cell | undefined; readonly column: number; readonly left: number; readonly width: number }) {
  const text = cellText(cell);
  return (
    <span role="cell" aria-colindex={column} className={styles.cell} data-type={cell === null ? 'missing' : typeof cell} style={{ left, width }} title={text.length > 18 ? text.slice(0, 2000) : undefined}>
      {cell === null ? t('missing') : text}
    </span>
  );
}

function cellText(cell: Cell | undefined): string {
  if (cell === undefined || cell === null) return '';
  if (typeof cell === 'object') return t('{{text}}… ({{length}} characters)', { text: cell.text, length: formatNumber(cell.length) });
  return String(cell);
}

function widthOf(column: ShownColumn | undefined, sample: TableSlice): number {
  if (!column) return 140;
  const place = sample.columns.findIndex(({ name }) => name === column.name);
  const longest = Math.max(column.name.length + column.type.length + 3, ...sample.rows.map((row) => cellText(row[place]).length));
  return Math.min(Math.max(longest * 7 + 24, 138), 420);
}
