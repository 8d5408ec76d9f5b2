import type { Group } from '@millrace/workflow';
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { around, boxOf } from '../arrange/box.ts';
import { useCanvas } from '../canvas/canvas-store.ts';
import { t } from '../i18n/i18n.ts';
import { frameStyle } from './frame-size.ts';
import { FoldButton } from './FoldButton.tsx';
import { GroupMenu } from './GroupMenu.tsx';
import { GroupTitle } from './GroupTitle.tsx';
import { groupTitle } from './group-title.ts';
import { useRenaming } from './group-selection.ts';
import styles from './GroupFrame.module.css';
import { useMoveGroup } from './use-move-group.ts';

/** A frame around what is in a group. Its title moves all of it; a click selects it, a double click writes the title. */
export function GroupFrame({ group }: { readonly group: Group }) {
  const { id, title, color, members } = group;
  const inGroup = useMemo(() => new Set(members), [members]);
  const box = useCanvas(useShallow(({ elements }) => around(elements.filter((element) => inGroup.has(element.id)).map(boxOf))));
  const renaming = useRenaming((state) => state.groupId === id);
  const move = useMoveGroup(inGroup);
  if (!box) return null;
  return (
    <div
      className={styles.frame} role="group" aria-label={title} data-testid={`group-${id}`}
      style={frameStyle(box, color)}
    >
      <div className={`${styles.bar} nopan nodrag nokey`}>
        <FoldButton group={group} />
        {renaming ? <GroupTitle id={id} title={title} /> : (
          <button type="button" className={styles.title} data-testid={`group-${id}-title`} title={t('Drag to move the group')} {...move} onDoubleClick={() => useRenaming.setState({ groupId: id })}>
            <span className="cut">{groupTitle(group)}</span>
          </button>
        )}
        <GroupMenu group={group} />
      </div>
    </div>
  );
}
