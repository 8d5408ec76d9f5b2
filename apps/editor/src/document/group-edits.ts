// Edits of groups, as pure functions from one document to the next.
import type { Group, Workflow } from '@millrace/workflow';
import { freeId } from './edits.ts';
import { withGroups, withoutMembers } from './groups.ts';

/** Puts nodes and notes into a new group; they leave those that they were in. Nothing makes no group. */
export function groupNodes(workflow: Workflow, ids: ReadonlySet<string>, { title, color }: Pick<Group, 'title' | 'color'>): { readonly document: Workflow; readonly groupId: string | undefined } {
  const members = [...workflow.nodes, ...workflow.notes].map(({ id }) => id).filter((id) => ids.has(id));
  if (members.length === 0) return { document: workflow, groupId: undefined };
  const groupId = freeId(workflow, 'group');
  return { groupId, document: withGroups(workflow, [...withoutMembers(workflow.groups ?? [], ids), { id: groupId, title, color, members }]) };
}

/** Changes the title or the colour. */
export function setGroup(workflow: Workflow, groupId: string, change: Partial<Pick<Group, 'title' | 'color'>>): Workflow {
  return withGroups(workflow, (workflow.groups ?? []).map((group) => (group.id === groupId ? { ...group, ...change } : group)));
}

/** Folds groups to a card each, or unfolds them. */
export function foldGroups(workflow: Workflow, groupIds: ReadonlySet<string>, to: 'folded' | 'unfolded'): Workflow {
  if (!workflow.groups?.some((group) => groupIds.has(group.id) && Boolean(group.folded) !== (to === 'folded'))) return workflow;
  return withGroups(workflow, workflow.groups.map((group) => {
    if (!groupIds.has(group.id)) return group;
    const { folded: _old, ...rest } = group;
    return to === 'folded' ? { ...rest, folded: true } : rest;
  }));
}

/** Takes the frame away; what was in it stays where it is. */
export function dissolveGroup(workflow: Workflow, groupId: string): Workflow {
  return withGroups(workflow, (workflow.groups ?? []).filter(({ id }) => id !== groupId));
}

/** Puts nodes and notes into a group; they leave those that they were in. */
export function joinGroup(workflow: Workflow, ids: ReadonlySet<string>, groupId: string): Workflow {
  const members = [...workflow.nodes, ...workflow.notes].map(({ id }) => id).filter((id) => ids.has(id));
  const groups = (workflow.groups ?? []).map((group) => (group.id === groupId ? { ...group, members: [...new Set([...group.members, ...members])] } : group));
  return withGroups(workflow, groups.flatMap((group) => (group.id === groupId ? [group] : withoutMembers([group], ids))));
}

/** Takes nodes and notes out of the groups that they are in. */
export function leaveGroups(workflow: Workflow, ids: ReadonlySet<string>): Workflow {
  return withGroups(workflow, withoutMembers(workflow.groups ?? [], ids));
}
