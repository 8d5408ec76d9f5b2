import { selectedIds, useCanvas } from '../canvas/canvas-store.ts';
import { dissolve, extract } from '../document/subflow-edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';

/** Puts the selected nodes, notes and sub-workflows into a new sub-workflow, and selects its card. */
export function extractSelection(): void {
  const { document, edit } = useWorkflow.getState();
  const { document: next, subflowId } = extract(document, new Set(selectedIds()), t('Sub-workflow'));
  if (subflowId === undefined) return;
  edit(() => next);
  if (useWorkflow.getState().document === next) useCanvas.getState().select([subflowId]);
}

/** Takes a sub-workflow away, and selects what it held. */
export function dissolveSubflow(subflowId: string): void {
  const { document, edit } = useWorkflow.getState();
  const held = [...document.nodes, ...document.notes, ...document.subflows ?? []].filter(({ within }) => within === subflowId).map(({ id }) => id);
  edit((before) => dissolve(before, subflowId));
  useCanvas.getState().select(held);
}
