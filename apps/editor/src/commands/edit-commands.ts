import { tidyUp } from '../arrange/tidy-up.ts';
import { areNodesSelected, selectedIds, useCanvas } from '../canvas/canvas-store.ts';
import { copySelection, cutSelection, duplicateSelection, pasteFromClipboard, selectAll } from '../canvas/clipboard.ts';
import { deleteSelection } from '../canvas/delete-selection.ts';
import { toggleDisabled } from '../canvas/toggle-disabled.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import type { Command } from './command.ts';
import { isCanvasShown, isDocumentShown } from './view-commands.ts';

const hasSelection = () => isDocumentShown() && selectedIds().length > 0;
const isAnySelected = () => selectedIds().length > 0 || useCanvas.getState().wires.some(({ selected }) => selected);
const hasElements = () => isDocumentShown() && useCanvas.getState().elements.length > 0;

export const editCommands: readonly Command[] = [
  { id: 'edit.undo', group: 'edit', label: () => t('Undo'), icon: 'undo', shortcuts: ['Mod+Z'], isEnabled: () => isDocumentShown() && useWorkflow.getState().history.undo.length > 0, run: () => useWorkflow.getState().undo() },
  { id: 'edit.redo', group: 'edit', label: () => t('Redo'), icon: 'redo', shortcuts: ['Mod+Shift+Z', 'Mod+Y'], isEnabled: () => isDocumentShown() && useWorkflow.getState().history.redo.length > 0, run: () => useWorkflow.getState().redo() },
  { id: 'edit.copy', group: 'edit', label: () => t('Copy'), icon: 'copy', shortcuts: ['Mod+C'], keys: 'by the browser', isEnabled: hasSelection, run: copySelection },
  { id: 'edit.cut', group: 'edit', label: () => t('Cut'), shortcuts: ['Mod+X'], keys: 'by the browser', isEnabled: hasSelection, run: cutSelection },
  // Pages that are not served from this machine or over HTTPS may not read the clipboard by themselves.
  { id: 'edit.paste', group: 'edit', label: () => t('Paste'), shortcuts: ['Mod+V'], keys: 'by the browser', isEnabled: () => isDocumentShown() && isSecureContext, run: pasteFromClipboard },
  { id: 'edit.duplicate', group: 'edit', label: () => t('Duplicate the selection'), icon: 'copy', shortcuts: ['Mod+D'], isEnabled: hasSelection, run: duplicateSelection },
  { id: 'edit.delete', group: 'edit', label: () => t('Delete the selection'), icon: 'trash', shortcuts: ['Delete', 'Backspace'], isEnabled: () => isCanvasShown() && isAnySelected(), run: deleteSelection },
  { id: 'edit.disable', group: 'edit', label: () => t('Disable or enable the selection'), icon: 'power', shortcuts: ['D'], isEnabled: () => isDocumentShown() && areNodesSelected(), run: () => toggleDisabled() },
  { id: 'edit.selectAll', group: 'edit', label: () => t('Select all'), shortcuts: ['Mod+A'], isEnabled: hasElements, run: selectAll },
  { id: 'edit.tidy', group: 'edit', label: () => t('Tidy up'), icon: 'tidy', isEnabled: () => isCanvasShown() && hasElements(), run: () => tidyUp() },
];
