// Copy, cut, paste, duplicate, select all: through the system's clipboard, so between windows and workflows too.
import { parseSelection, selectionOf, WorkflowFormatError, type Position, type Workflow } from '@millrace/workflow';
import { isTyping } from '../commands/key-place.ts';
import { duplicate, paste, remove } from '../document/edits.ts';
import { editWithOffer } from '../document/edit-with-offer.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { inWords, t } from '../i18n/i18n.ts';
import { notify } from '../shell/notices-store.ts';
import { useOpenSubflow } from '../subflows/open-subflow.ts';
import { selectedIds, useCanvas } from './canvas-store.ts';

let pointer: Position | undefined;

/** Tells where on the canvas the pointer is, if it is there: that is where things are pasted. */
export function rememberPointer(place: { readonly x: number; readonly y: number } | undefined): void {
  pointer = place && [place.x, place.y];
}

/** Answers the browser's copy, cut and paste events wherever no text is meant. Returns what stops that. */
export function startClipboard(): () => void {
  const put = (event: ClipboardEvent) => {
    if (isText(event) || !getSelection()?.isCollapsed) return;
    const text = copiedText();
    if (text === undefined || !event.clipboardData) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', text);
    if (event.type === 'cut') removeSelection();
  };
  const take = (event: ClipboardEvent) => {
    if (isText(event)) return;
    event.preventDefault();
    pasteText(event.clipboardData?.getData('text/plain') ?? '');
  };
  addEventListener('copy', put);
  addEventListener('cut', put);
  addEventListener('paste', take);
  return () => {
    removeEventListener('copy', put);
    removeEventListener('cut', put);
    removeEventListener('paste', take);
  };
}

/** Adds the nodes and notes of a copied text at the pointer and selects them. Text that is something else changes nothing. */
function pasteText(text: string): void {
  try {
    const selection = parseSelection(text);
    const add = () => addAndSelect((document) => {
      const { document: next, pasted } = paste(document, selection, pointer, () => useOpenSubflow.getState().subflowId);
      return [next, pasted];
    });
    const count = selection.nodes.length + selection.notes.length;
    if (count > 1) editWithOffer(t('{{count}} nodes and notes were pasted', { count }), add);
    else add();
  } catch (error) {
    if (!(error instanceof WorkflowFormatError)) throw error;
    notify({ kind: 'bad', title: t('Nothing was pasted'), text: inWords(error.words) });
  }
}

/** Copies as the browser's own command does; `startClipboard` answers the event. */
export function copySelection(): void {
  document.execCommand('copy');
}

/** Cuts as the browser's own command does; `startClipboard` answers the event. */
export function cutSelection(): void {
  document.execCommand('cut');
}

/** Pastes what the clipboard holds; the browser may ask the person first. */
export async function pasteFromClipboard(): Promise<void> {
  pasteText(await navigator.clipboard.readText());
}

export function duplicateSelection(): void {
  addAndSelect((document) => {
    const { document: next, copies } = duplicate(document, new Set(selectedIds()));
    return [next, copies];
  });
}

export function selectAll(): void {
  useCanvas.getState().select(useCanvas.getState().elements.map(({ id }) => id));
}

function addAndSelect(add: (document: Workflow) => readonly [Workflow, readonly string[]]): void {
  const [next, added] = add(useWorkflow.getState().document);
  if (added.length === 0) return;
  useWorkflow.getState().edit(() => next);
  useCanvas.getState().select(added);
}

function copiedText(): string | undefined {
  const ids = selectedIds();
  return ids.length > 0 ? JSON.stringify(selectionOf(useWorkflow.getState().document, new Set(ids)), null, 2) : undefined;
}

function removeSelection(): void {
  const ids = new Set(selectedIds());
  const cut = () => useWorkflow.getState().edit((document) => remove(document, ids));
  if (ids.size > 1) editWithOffer(t('{{count}} nodes and notes were cut', { count: ids.size }), cut);
  else cut();
}

function isText({ target }: ClipboardEvent): boolean {
  return isTyping(target) || isTyping(document.activeElement) || document.activeElement?.closest('[role="dialog"]') instanceof Element;
}
