import type { RunScope } from '@millrace/workflow';
import { memo, useEffect, useMemo, type KeyboardEvent } from 'react';
import { useCanvas } from '../canvas/canvas-store.ts';
import { isTyping } from '../commands/key-place.ts';
import { remove } from '../document/edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { startRun } from '../runs/start-run.ts';
import { CellGap } from './CellGap.tsx';
import { cellsOf, type Cell } from './cells.ts';
import { cellKey } from './cell-key.ts';
import { cellElement, focusCell, focusInside } from './focus-cell.ts';
import { NodeCell } from './NodeCell.tsx';
import styles from './Notebook.module.css';
import { ProseCell } from './ProseCell.tsx';

/** The document from top to bottom: the same nodes and notes as on the canvas, and the same edits. */
export default function NotebookView() {
  const document = useWorkflow((state) => state.document);
  const cells = useMemo(() => cellsOf(document), [document]);
  const selected = useCanvas((state) => state.elements.find((element) => element.selected)?.id);
  const current = cells.some((cell) => cell.id === selected) ? selected : cells[0]?.id;
  const nodes = cells.flatMap((cell) => (cell.kind === 'node' ? [cell.id] : []));
  useEffect(() => {
    if (selected !== undefined && !cellElement(selected)?.contains(window.document.activeElement)) cellElement(selected)?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const onKeyDown = (event: KeyboardEvent) => press(event, cells);
  let last: string | undefined;
  return (
    <div className={styles.notebook} data-testid="notebook" role="region" aria-label={t('Notebook')} onKeyDown={onKeyDown}>
      <div className={styles.page}>
        {cells.length === 0 && (
          <div className={styles.empty}>
            <strong>{t('An empty notebook')}</strong>
            <p>{t('Add a first node, or write what this workflow is for. The canvas shows the same.')}</p>
          </div>
        )}
        <CellGap after={undefined} before={nodes[0]} />
        {cells.map((cell) => {
          if (cell.kind === 'node') last = cell.id;
          const after = last;
          return <CellWithGap key={cell.id} cell={cell} current={cell.id === current} selected={cell.id === selected} after={after} before={after === undefined ? undefined : nodes[nodes.indexOf(after) + 1]} />;
        })}
      </div>
    </div>
  );
}

interface CellWithGapProps {
  readonly cell: Cell;
  readonly current: boolean;
  readonly selected: boolean;
  readonly after: string | undefined;
  readonly before: string | undefined;
}

const CellWithGap = memo(function CellWithGap({ cell, current, selected, after, before }: CellWithGapProps) {
  if (cell.kind === 'prose') return <ProseCell note={cell.note} current={current} selected={selected} />;
  return (
    <>
      <NodeCell node={cell.node} current={current} selected={selected} />
      <CellGap after={after} before={before} />
    </>
  );
}, (a, b) => sameCell(a.cell, b.cell) && a.current === b.current && a.selected === b.selected && a.after === b.after && a.before === b.before);

function sameCell(a: Cell, b: Cell): boolean {
  return a.kind === 'node' ? b.kind === 'node' && a.node === b.node : b.kind === 'prose' && a.note === b.note;
}

/** A node's cell runs up to it; prose runs all. */
function runScopeOf(cell: Cell | undefined): RunScope | undefined {
  return cell?.kind === 'node' ? { to: [cell.node.id] } : undefined;
}

/** Keys of the notebook; `cellKey` says what they mean. */
function press(event: KeyboardEvent, cells: readonly Cell[]): void {
  if (event.defaultPrevented) return;
  const target = event.target as HTMLElement; // React types the target of a bubbling event as any EventTarget
  const id = target.closest<HTMLElement>('[data-cell]')?.dataset.cell;
  const index = cells.findIndex((cell) => cell.id === id);
  const does = index < 0 ? undefined : cellKey(event, { onCell: target.dataset.cell !== undefined, typing: isTyping(target) });
  if (does === undefined || id === undefined) return;
  event.preventDefault();
  switch (does) {
    case 'next':
    case 'previous':
      return focusCell(cells[index + (does === 'next' ? 1 : -1)]?.id);
    case 'edit':
      return focusInside(id);
    case 'leave':
      return focusCell(id);
    case 'run':
      return void startRun(runScopeOf(cells[index]));
    case 'delete':
      useWorkflow.getState().edit((document) => remove(document, new Set([id])));
      focusCell((cells[index + 1] ?? cells[index - 1])?.id);
      return undefined;
    default:
      return does satisfies never;
  }
}
