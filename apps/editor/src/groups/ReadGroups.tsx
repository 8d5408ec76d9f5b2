import type { Group } from '@millrace/workflow';
import { ViewportPortal } from '@xyflow/react';
import type { ReactNode } from 'react';
import { around, boxOf } from '../arrange/box.ts';
import type { Element } from '../canvas/flow-elements.ts';
import { FoldButton } from './FoldButton.tsx';
import { frameStyle } from './frame-size.ts';
import styles from './GroupFrame.module.css';
import { groupTitle } from './group-title.ts';

interface ReadGroupsProps {
  readonly groups: readonly Group[] | undefined;
  readonly elements: readonly Element[];
  /** What stands before a title. */
  readonly mark?: ((groupId: string) => ReactNode) | undefined;
}

/** The frames of groups on a canvas that only shows: they can be folded, and nothing else. */
export function ReadGroups({ groups = [], elements, mark }: ReadGroupsProps) {
  const open = groups.filter(({ folded }) => !folded);
  if (open.length === 0) return null;
  return <ViewportPortal>{open.map((group) => <ReadFrame key={group.id} group={group} elements={elements} mark={mark} />)}</ViewportPortal>;
}

function ReadFrame({ group, elements, mark }: Omit<ReadGroupsProps, 'groups'> & { readonly group: Group }) {
  const members = new Set(group.members);
  const box = around(elements.filter(({ id }) => members.has(id)).map(boxOf));
  if (!box) return null;
  return (
    <div className={styles.frame} role="group" aria-label={groupTitle(group)} data-testid={`group-${group.id}`} style={frameStyle(box, group.color)}>
      <div className={styles.bar}>
        <FoldButton group={group} />
        {mark?.(group.id)}
        <span className={`${styles.title} ${styles.read}`}><span className="cut">{groupTitle(group)}</span></span>
      </div>
    </div>
  );
}
