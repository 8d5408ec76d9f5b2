import type { Group, Workflow } from '@millrace/workflow';

/** The document with these groups; without the field when there are none. */
export function withGroups(workflow: Workflow, groups: readonly Group[]): Workflow {
  const { groups: _old, ...rest } = workflow;
  return groups.length === 0 ? rest : { ...rest, groups: [...groups] };
}

/** The groups after some nodes and notes have left them; a group of nothing is gone. Groups that lose none are the same objects. */
export function withoutMembers(groups: readonly Group[], ids: ReadonlySet<string>): readonly Group[] {
  return groups.flatMap((group) => {
    const members = group.members.filter((id) => !ids.has(id));
    if (members.length === group.members.length) return [group];
    return members.length === 0 ? [] : [{ ...group, members }];
  });
}

/** The group that a node or note is in. */
export function groupOf(workflow: Workflow, id: string): Group | undefined {
  return workflow.groups?.find(({ members }) => members.includes(id));
}
