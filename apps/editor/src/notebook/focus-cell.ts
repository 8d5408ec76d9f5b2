import { flushSync } from 'react-dom';
import { useCanvas } from '../canvas/canvas-store.ts';

/** The element of a cell. */
export function cellElement(id: string): HTMLElement | null {
  return document.querySelector(`[data-cell="${CSS.escape(id)}"]`);
}

/** Gives a cell the focus, which selects it. */
export function focusCell(id: string | undefined): void {
  if (id === undefined) return;
  flushSync(() => useCanvas.getState().select([id]));
  cellElement(id)?.focus();
}

/** Goes into a cell: to its first field, or into its prose. */
export function focusInside(id: string): void {
  const cell = cellElement(id);
  cell?.querySelector<HTMLElement>('[data-write]')?.click();
  cell?.querySelector<HTMLElement>('form input, form textarea, form select, form button')?.focus();
}
