import type { Group } from '@millrace/workflow';
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { around, boxOf } from '../arrange/box.ts';
import { useCanvas } from '../canvas/canvas-store.ts';
import { setGroup } from '../document/group-edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { frameBarHeight as barHeight, framePadding as padding } from './frame-size.ts';
import { GroupMenu } from './GroupMenu.tsx';
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
      style={{
        '--hue': `var(--hue-${color})`, width: box.width + 2 * padding, height: box.height + 2 * padding + barHeight,
        transform: `translate(${box.x - padding}px, ${box.y - padding - barHeight}px)`,
      } as React.CSSProperties}
    >
      <div className={`${styles.bar} nopan nodrag nokey`}>
        {renaming ? <Title id={id} title={title} /> : (
          <button type="button" className={styles.title} data-testid={`group-${id}-title`} title={t('Drag to move the group')} {...move} onDoubleClick={() => useRenaming.setState({ groupId: id })}>
            <span className="cut">{title || t('Group')}</span>
          </button>
        )}
        <GroupMenu group={group} />
      </div>
    </div>
  );
}

function Title({ id, title }: { readonly id: string; readonly title: string }) {
  const { edit, endGesture } = useWorkflow.getState();
  const done = () => {
    endGesture();
    useRenaming.setState({ groupId: undefined });
  };
  return (
    <input
      className={styles.input} aria-label={t('Title of the group')} autoFocus maxLength={200} value={title}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => edit((document) => setGroup(document, id, { title: event.currentTarget.value }), `group:${id}`)}
      onBlur={done}
      onKeyDown={(event) => (event.key === 'Enter' || event.key === 'Escape') && done()}
    />
  );
}
