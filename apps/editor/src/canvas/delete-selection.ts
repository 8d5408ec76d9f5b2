import { remove } from '../document/edits.ts';
import { editWithOffer } from '../document/edit-with-offer.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { selectedIds, useCanvas } from './canvas-store.ts';

/** Deletes the selected nodes, notes and wires. Where that were several, the page offers to undo it. */
export function deleteSelection(): void {
  const ids = new Set(selectedIds());
  const wires = new Set(useCanvas.getState().wires.filter(({ selected }) => selected).map(({ id }) => id));
  const cut = () => useWorkflow.getState().edit((document) => remove(document, ids, wires));
  if (ids.size > 1) editWithOffer(t('{{count}} nodes and notes were deleted', { count: ids.size }), cut);
  else cut();
  // The keys stay on the canvas when what had them is gone.
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) document.querySelector<HTMLElement>('[data-testid="canvas"]')?.focus({ preventScroll: true });
  });
}
