import { flushSync } from 'react-dom';
import { unfoldAround } from '../groups/fold.ts';
import { focusCell } from '../notebook/focus-cell.ts';
import { chooseRun } from '../shell/session.ts';
import { shownNow } from '../shell/shown.ts';
import { useUi } from '../shell/ui-store.ts';
import { useCanvas } from './canvas-store.ts';
import { focusElement } from './focus-element.ts';
import { centre } from './viewport.ts';

/** Selects one node or note, unfolding the group around it, brings it into the middle of the view and gives it the keys; in the notebook, its cell. */
export function goTo(id: string): void {
  if (!['canvas', 'notebook'].includes(shownNow())) flushSync(() => chooseRun(undefined)); // from a version or a run back to the document
  if (useUi.getState().view === 'notebook') return focusCell(id);
  unfoldAround(id);
  flushSync(() => useCanvas.getState().select([id]));
  centre(id);
  focusElement(id);
}
