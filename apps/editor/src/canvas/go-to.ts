import { flushSync } from 'react-dom';
import { focusCell } from '../notebook/focus-cell.ts';
import { chooseRun } from '../shell/session.ts';
import { shownNow } from '../shell/shown.ts';
import { useUi } from '../shell/ui-store.ts';
import { useCanvas } from './canvas-store.ts';
import { centre } from './viewport.ts';

/** Selects one node or note, brings it into the middle of the view and gives it the keys; in the notebook, its cell. */
export function goTo(id: string): void {
  if (!['canvas', 'notebook'].includes(shownNow())) flushSync(() => chooseRun(undefined)); // from a version or a run back to the document
  if (useUi.getState().view === 'notebook') return focusCell(id);
  flushSync(() => useCanvas.getState().select([id]));
  centre(id);
  focusElement(id);
}

/** Gives a node or note on the canvas the keys, once it is drawn. */
export function focusElement(id: string | undefined): void {
  if (id === undefined) return;
  let frames = 30; // a new node is drawn and measured first, one out of sight comes into view
  const focus = () => {
    const element = document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
    element?.focus();
    if (document.activeElement !== element && frames-- > 0) requestAnimationFrame(focus);
  };
  focus();
}
