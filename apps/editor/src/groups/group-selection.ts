import { groupColors, type Group } from '@millrace/workflow';
import { create } from 'zustand';
import { selectedIds } from '../canvas/canvas-store.ts';
import { groupNodes, leaveGroups } from '../document/group-edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';

/** The group whose title is being written; no part of the document. */
export const useRenaming = create<{ readonly groupId: string | undefined }>(() => ({ groupId: undefined }));

/** Puts the selected nodes and notes into a new group and lets its title be written. */
export function groupSelection(): void {
  const ids = new Set(selectedIds());
  let added: string | undefined;
  useWorkflow.getState().edit((document) => {
    const { document: next, groupId } = groupNodes(document, ids, { title: t('Group'), color: nextColor(document.groups ?? []) });
    added = groupId;
    return next;
  });
  useRenaming.setState({ groupId: added });
}

/** Takes the selected nodes and notes out of the groups that they are in. */
export function ungroupSelection(): void {
  const ids = new Set(selectedIds());
  useWorkflow.getState().edit((document) => leaveGroups(document, ids));
}

/** The colour that the fewest groups have. */
function nextColor(groups: readonly Group[]): Group['color'] {
  const count = (color: Group['color']) => groups.filter((group) => group.color === color).length;
  return [...groupColors].sort((a, b) => count(a) - count(b))[0] ?? 'blue';
}
