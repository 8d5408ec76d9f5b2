import { ViewportPortal } from '@xyflow/react';
import { useWorkflow } from '../document/workflow-store.ts';
import { GroupFrame } from './GroupFrame.tsx';

/** The frames of all groups that are not folded, behind the nodes. */
export function Groups() {
  const groups = useWorkflow(({ document }) => document.groups);
  if (!groups) return null;
  return <ViewportPortal>{groups.filter(({ folded }) => !folded).map((group) => <GroupFrame key={group.id} group={group} />)}</ViewportPortal>;
}
