// Folding groups to cards, and back.
import { selectedElements, selectedIds, useCanvas } from '../canvas/canvas-store.ts';
import { focusElement } from '../canvas/focus-element.ts';
import { foldGroups } from '../document/group-edits.ts';
import { groupOf } from '../document/groups.ts';
import { useWorkflow } from '../document/workflow-store.ts';

/** Folds a group to a card, which is selected. */
export function foldGroup(groupId: string): void {
  fold([groupId]);
}

/** Unfolds a group; what is in it is selected. */
export function unfoldGroup(groupId: string): void {
  unfold([groupId]);
}

/** Unfolds the folded groups that are selected; folds the groups of what is selected, when none is. */
export function toggleSelectedGroups(): void {
  const cards = selectedElements().flatMap(({ id, type }) => (type === 'folded' ? [id] : []));
  if (cards.length > 0) unfold(cards);
  else fold(groupsOfSelection());
}

/** Whether a folded group is selected, or something that is in a group. */
export function isGroupSelected(): boolean {
  return groupsOfSelection().length > 0;
}

/** Folds every group, or unfolds every one. */
export function foldAll(to: 'folded' | 'unfolded'): void {
  useWorkflow.getState().edit((document) => foldGroups(document, new Set(document.groups?.map(({ id }) => id)), to));
}

/** Whether a group is there that is not folded, or that is. */
export function isAnyGroup(state: 'folded' | 'unfolded'): boolean {
  return useWorkflow.getState().document.groups?.some(({ folded }) => Boolean(folded) === (state === 'folded')) ?? false;
}

/** Unfolds the group that a node or note is in, if it is folded, so that it can be seen. */
export function unfoldAround(id: string): void {
  const group = groupOf(useWorkflow.getState().document, id);
  if (group?.folded) useWorkflow.getState().edit((document) => foldGroups(document, new Set([group.id]), 'unfolded'));
}

function groupsOfSelection(): readonly string[] {
  const { document } = useWorkflow.getState();
  return [...new Set(selectedIds().flatMap((id) => groupOf(document, id)?.id ?? []))];
}

function fold(groupIds: readonly string[]): void {
  useWorkflow.getState().edit((document) => foldGroups(document, new Set(groupIds), 'folded'));
  useCanvas.getState().select(groupIds);
  focusElement(groupIds[0]);
}

function unfold(groupIds: readonly string[]): void {
  const chosen = new Set(groupIds);
  const members = membersOf(chosen);
  useWorkflow.getState().edit((document) => foldGroups(document, chosen, 'unfolded'));
  useCanvas.getState().select(members);
  focusElement(members[0]);
}

/** What is in some groups on the level that is open. */
function membersOf(groupIds: ReadonlySet<string>): readonly string[] {
  return useCanvas.getState().elements.flatMap((element) => (element.type === 'folded' && groupIds.has(element.id) ? element.data.members : []));
}
