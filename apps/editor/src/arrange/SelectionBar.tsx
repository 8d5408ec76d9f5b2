import { ActionIcon, Tooltip } from '@mantine/core';
import { useStore } from '@xyflow/react';
import { useShallow } from 'zustand/react/shallow';
import { useCanvas } from '../canvas/canvas-store.ts';
import type { Element } from '../canvas/flow-elements.ts';
import { groupOf } from '../document/groups.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { groupSelection } from '../groups/group-selection.ts';
import { later, t } from '../i18n/i18n.ts';
import { Icon, type IconName } from '../icons/Icon.tsx';
import { tell } from '../shell/session.ts';
import { alignSelection, distributeSelection } from './arrange-selection.ts';
import { around, boxOf } from './box.ts';
import styles from './SelectionBar.module.css';
import { tidyUp } from './tidy-up.ts';

const alignments = [
  ['left', 'alignLeft', later('Align left')], ['center', 'alignCenter', later('Align centres')], ['right', 'alignRight', later('Align right')],
  ['top', 'alignTop', later('Align top')], ['middle', 'alignMiddle', later('Align middles')], ['bottom', 'alignBottom', later('Align bottom')],
] as const;
const directions = [
  ['horizontally', 'distributeHorizontally', later('Distribute horizontally')], ['vertically', 'distributeVertically', later('Distribute vertically')],
] as const;

/** Above several selected nodes: aligns, distributes, tidies up and groups them. Out of the way while they are dragged. */
export function SelectionBar() {
  const selected = useCanvas(useShallow(({ elements }) => (elements.some(({ dragging }) => dragging) ? [] : elements.filter((element) => element.selected))));
  return selected.length < 2 ? null : <Bar selected={selected} />;
}

function Bar({ selected }: { readonly selected: readonly Element[] }) {
  const ids = selected.map(({ id }) => id);
  return (
    <div className={styles.bar} style={usePlace(selected)} role="toolbar" aria-label={t('Arrange the selection')} data-testid="selection-bar">
      {alignments.map(([to, icon, name]) => <Tool key={to} icon={icon} name={t(name)} onClick={() => alignSelection(to)} />)}
      <span className={styles.line} />
      {directions.map(([direction, icon, name]) => <Tool key={direction} icon={icon} name={t(name)} disabled={ids.length < 3} onClick={() => distributeSelection(direction)} />)}
      <span className={styles.line} />
      <Tool icon="tidy" name={t('Tidy up the selection')} onClick={() => void tidyUp(new Set(ids)).catch(tell(t('The nodes could not be arranged')))} />
      <Tool icon="frame" name={t('Group the selection')} onClick={groupSelection} />
    </div>
  );
}

const halfWidth = 166;
const height = 36;
const titleHeight = 50;
const gap = 14;

/** Above what is selected and the title of its group, and always within the canvas. */
function usePlace(selected: readonly Element[]): { readonly left: number; readonly top: number } {
  const { x, y, zoom, width, bottom } = useStore(useShallow(({ transform, width, height: bottom }) => ({ x: transform[0], y: transform[1], zoom: transform[2], width, bottom })));
  const isTitled = useWorkflow(({ document }) => selected.some(({ id }) => groupOf(document, id)));
  const box = around(selected.map(boxOf)) ?? { x: 0, y: 0, width: 0 };
  const top = box.y * zoom + y - gap - height - (isTitled ? titleHeight * zoom : 0);
  return {
    left: Math.max(halfWidth + 8, Math.min((box.x + box.width / 2) * zoom + x, width - halfWidth - 8)),
    top: Math.max(8, Math.min(top, bottom - height - 8)),
  };
}

function Tool({ icon, name, disabled = false, onClick }: { readonly icon: IconName; readonly name: string; readonly disabled?: boolean; readonly onClick: () => void }) {
  return (
    <Tooltip label={name} position="top">
      <ActionIcon variant="subtle" color="gray" size={28} aria-label={name} disabled={disabled} onClick={onClick}><Icon name={icon} /></ActionIcon>
    </Tooltip>
  );
}
