import { ActionIcon, Menu } from '@mantine/core';
import { groupColors, type Group } from '@millrace/workflow';
import { useState } from 'react';
import { selectedIds, useCanvas } from '../canvas/canvas-store.ts';
import { dissolveGroup, leaveGroups, setGroup } from '../document/group-edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { later, t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import styles from './GroupFrame.module.css';
import { foldGroup, unfoldGroup } from './fold.ts';
import { useRenaming } from './group-selection.ts';

const names: Readonly<Record<Group['color'], string>> = {
  blue: later('Blue'), cyan: later('Cyan'), green: later('Green'), amber: later('Amber'), orange: later('Orange'), rose: later('Rose'), violet: later('Violet'), slate: later('Slate'),
};

/** What can be done with a group: its colour, its title, its end. */
export function GroupMenu({ group: { id, title, color, members, folded } }: { readonly group: Group }) {
  const { edit } = useWorkflow.getState();
  const [some, setSome] = useState<readonly string[]>([]);
  return (
    <Menu position="bottom-end" width={210} shadow="md" returnFocus={false} onOpen={() => setSome(selectedIds().filter((selected) => members.includes(selected)))}>
      <Menu.Target>
        <ActionIcon size={22} variant="subtle" color="gray" className={`${styles.menu} nodrag`} aria-label={t('Group “{{title}}”: colour, title and more', { title })}><Icon name="dots" size={14} /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('Colour')}</Menu.Label>
        <div className={styles.swatches}>
          {groupColors.map((other) => (
            <Menu.Item
              key={other} className={styles.swatch} role="menuitemradio" aria-checked={other === color} aria-label={t(names[other])} title={t(names[other])}
              style={{ '--hue': `var(--hue-${other})` } as React.CSSProperties} onClick={() => edit((document) => setGroup(document, id, { color: other }))}
            />
          ))}
        </div>
        <Menu.Item onClick={() => useRenaming.setState({ groupId: id })}>{t('Rename')}</Menu.Item>
        <Menu.Item onClick={() => (folded ? unfoldGroup : foldGroup)(id)}>{folded ? t('Unfold') : t('Fold')}</Menu.Item>
        {!folded && <Menu.Item onClick={() => useCanvas.getState().select(members)}>{t('Select what is in it')}</Menu.Item>}
        {!folded && some.length > 0 && <Menu.Item onClick={() => edit((document) => leaveGroups(document, new Set(some)))}>{t('Take the selected out of it')}</Menu.Item>}
        <Menu.Item onClick={() => edit((document) => dissolveGroup(document, id))}>{t('Dissolve the group')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
