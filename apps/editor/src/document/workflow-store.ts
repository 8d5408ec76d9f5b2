import { emptyWorkflow, type MergeConflict, type Workflow, type WorkflowDetail } from '@millrace/workflow';
import { create } from 'zustand';
import { t } from '../i18n/i18n.ts';
import { notify } from '../shell/notices-store.ts';
import { close, emptyHistory, record, redo, undo, type Edited, type History } from './history.ts';

export type SaveState =
  | { readonly kind: 'saved' | 'unsaved' | 'saving' }
  | { readonly kind: 'failed'; readonly message: string }
  /** Someone else saved in between, and not all of it fits together with what was done here; nothing was overwritten. */
  | { readonly kind: 'conflict'; readonly message: string; readonly theirs: WorkflowDetail; readonly conflicts: readonly MergeConflict[] };

export interface WorkflowState {
  /** Of the open workflow; none while it is a draft that was never saved. */
  readonly id: string | undefined;
  /** The version that the last save made, or that was opened; 0 for a draft. */
  readonly version: number;
  readonly document: Workflow;
  /** The document as the server has it. */
  readonly savedDocument: Workflow;
  readonly history: History;
  readonly save: SaveState;
  /** Grows when another workflow is opened; a newer version of the same one is not another. */
  readonly opened: number;
  /** An older version is looked at instead: edits are refused until that ends. */
  readonly lookingBack: boolean;
  open(detail: WorkflowDetail): void;
  /** Starts a workflow that the first save will make. */
  openDraft(document: Workflow): void;
  /** Changes the document. Edits that share a gesture are undone together. */
  edit(change: (document: Workflow) => Workflow, gesture?: string): void;
  endGesture(): void;
  undo(): void;
  redo(): void;
}

/** A draft in which nothing was done yet; it need not be saved. */
export const blank: Workflow = emptyWorkflow('Untitled workflow');

/** The open document, its history, and how it stands with the server. What a run does is not here. */
export const useWorkflow = create<WorkflowState>((set, get) => {
  const take = ({ document, history }: Edited) => {
    const { document: before, save, lookingBack } = get();
    if (lookingBack) return refuseWhileLookingBack();
    set({ document, history, save: document === before || save.kind === 'conflict' ? save : { kind: 'unsaved' } });
  };
  return {
    id: undefined,
    version: 0,
    document: blank,
    savedDocument: blank,
    history: emptyHistory,
    save: { kind: 'saved' },
    opened: 0,
    lookingBack: false,
    open: ({ id, version, document }) =>
      set({ opened: get().opened + (get().id === id ? 0 : 1), id, version, document, savedDocument: document, history: emptyHistory, save: { kind: 'saved' } }),
    openDraft: (document) =>
      set({ opened: get().opened + 1, id: undefined, version: 0, document, savedDocument: blank, history: emptyHistory, save: { kind: document === blank ? 'saved' : 'unsaved' } }),
    edit: (change, gesture) => take(record(get(), change(get().document), gesture)),
    endGesture: () => set({ history: close(get().history) }),
    undo: () => take(undo(get())),
    redo: () => take(redo(get())),
  };
});

function refuseWhileLookingBack(): void {
  notify({ kind: 'info', title: t('This is only looked at'), text: t('Go back to editing to change something; a version can be restored first.') });
}
