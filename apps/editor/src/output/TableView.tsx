import type { ArtifactRef, TableSlice } from '@millrace/workflow';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { api } from '../api/api.ts';
import { useImmutable } from '../api/immutable.ts';
import { t } from '../i18n/i18n.ts';
import { formatBytes, formatNumber } from '../runs/format.ts';
import { ColumnHeader } from './ColumnHeader.tsx';
import { Message } from './Message.tsx';
import styles from './TableView.module.css';
import { pageRows, useTablePages } from './use-table-pages.ts';

type Cell = TableSlice['rows'][number][number];

const rowHeight = 27;
const headerHeight = 92;

/** A table of any length: only the rows in sight are fetched and drawn. Each column is headed by its profile. */
export default function TableView({ artifact }: { readonly artifact: ArtifactRef }) {
  const first = useImmutable(`table:${artifact.hash}:0`, () => api.table(artifact.hash, 0, pageRows));
  if (first.state === 'loading') return <Message>{t('Loading…')}</Message>;
  if (first.state === 'failed') return <Message trouble>{first.message}</Message>;
  return <Rows artifact={artifact} first={first.value} />;
}

function Rows({ artifact, first }: { readonly artifact: ArtifactRef; readonly first: TableSlice }) {
  const { columns, totalRows } = first;
  const profile = useImmutable(`profile:${artifact.hash}`, () => api.profile(artifact.hash));
  const frame = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: totalRows, getScrollElement: () => frame.current, estimateSize: () => rowHeight, overscan: 12 });
  const widths = columns.map((column, index) => widthOf(column, first.rows.map((row) => row[index] ?? null)));
  const across = useVirtualizer({ horizontal: true, count: columns.length, getScrollElement: () => frame.current, estimateSize: (index) => widths[index] ?? 140, overscan: 4 });
  const visible = rows.getVirtualItems();
  const rowAt = useTablePages(artifact.hash, first, visible[0]?.index ?? 0, visible.at(-1)?.index ?? 0);
  const width = across.getTotalSize();
  return (
    <div className={styles.table} data-testid="output-table">
      <p className={styles.about}>
        <b className="numbers">{t(totalRows === 1 ? '1 row' : '{{count}} rows', { count: formatNumber(totalRows) })}</b>
        <span className="quiet numbers"> · {t(columns.length === 1 ? '1 column' : '{{count}} columns', { count: columns.length })} · {formatBytes(artifact.bytes)}</span>
      </p>
      <div ref={frame} className={styles.frame} role="table" aria-label={t('Rows')} aria-rowcount={totalRows + 1} aria-colcount={columns.length} tabIndex={0}>
        <div className={styles.head} role="row" style={{ width: width + 56, height: headerHeight }}>
          <span className={styles.number} role="columnheader" aria-label={t('Row number')} />
          {across.getVirtualItems().map(({ index, start, size }) => {
            const column = columns[index];
            return column && (
              <div key={index} role="columnheader" className={styles.headCell} style={{ left: start + 56, width: size }}>
                <ColumnHeader column={column} profile={profile.state === 'ready' ? profile.value.find(({ name }) => name === column.name) : undefined} />
              </div>
            );
          })}
        </div>
        <div style={{ height: rows.getTotalSize(), width: width + 56, position: 'relative' }} role="rowgroup">
          {visible.map(({ index, start }) => {
            const row = rowAt(index);
            return (
              <div key={index} role="row" aria-rowindex={index + 2} className={styles.row} style={{ transform: `translateY(${start}px)`, height: rowHeight }}>
                <span className={styles.number} role="rowheader">{formatNumber(index + 1)}</span>
                {across.getVirtualItems().map((cell) => (
                  <CellView key={cell.index} cell={row?.[cell.index]} left={cell.start + 56} width={cell.size} />
                ))}
              </div>
            );
          })}
        </div>
        {totalRows === 0 && <p className={styles.none}>{t('The table has no rows.')}</p>}
      </div>
    </div>
  );
}

function CellView({ cell, left, width }: { readonly cell: Cell | undefined; readonly left: number; readonly width: number }) {
  const text = cellText(cell);
  return (
    <span role="cell" className={styles.cell} data-type={cell === null ? 'missing' : typeof cell} style={{ left, width }} title={text.length > 18 ? text.slice(0, 2000) : undefined}>
      {cell === null ? t('missing') : text}
    </span>
  );
}

function cellText(cell: Cell | undefined): string {
  if (cell === undefined || cell === null) return '';
  if (typeof cell === 'object') return t('{{text}}… ({{count}} characters)', { text: cell.text, count: formatNumber(cell.length) });
  return String(cell);
}

function widthOf({ name, type }: TableSlice['columns'][number], cells: readonly Cell[]): number {
  const longest = Math.max(name.length + type.length + 3, ...cells.slice(0, 50).map((cell) => cellText(cell).length));
  return Math.min(Math.max(longest * 7 + 24, 118), 420);
}
