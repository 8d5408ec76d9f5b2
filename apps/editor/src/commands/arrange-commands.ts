import { alignSelection, distributeSelection } from '../arrange/arrange-selection.ts';
import { tidyUp } from '../arrange/tidy-up.ts';
import { selectedElements, selectedIds } from '../canvas/canvas-store.ts';
import { groupOf } from '../document/groups.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { groupSelection, ungroupSelection } from '../groups/group-selection.ts';
import { t } from '../i18n/i18n.ts';
import type { Command } from './command.ts';
import { isCanvasShown } from './view-commands.ts';

const are = (count: number) => () => isCanvasShown() && selectedElements().length >= count;

export const arrangeCommands: readonly Command[] = [
  { id: 'arrange.left', group: 'edit', label: () => t('Align left'), icon: 'alignLeft', isEnabled: are(2), run: () => alignSelection('left') },
  { id: 'arrange.center', group: 'edit', label: () => t('Align centres'), icon: 'alignCenter', isEnabled: are(2), run: () => alignSelection('center') },
  { id: 'arrange.right', group: 'edit', label: () => t('Align right'), icon: 'alignRight', isEnabled: are(2), run: () => alignSelection('right') },
  { id: 'arrange.top', group: 'edit', label: () => t('Align top'), icon: 'alignTop', isEnabled: are(2), run: () => alignSelection('top') },
  { id: 'arrange.middle', group: 'edit', label: () => t('Align middles'), icon: 'alignMiddle', isEnabled: are(2), run: () => alignSelection('middle') },
  { id: 'arrange.bottom', group: 'edit', label: () => t('Align bottom'), icon: 'alignBottom', isEnabled: are(2), run: () => alignSelection('bottom') },
  { id: 'arrange.horizontally', group: 'edit', label: () => t('Distribute horizontally'), icon: 'distributeHorizontally', isEnabled: are(3), run: () => distributeSelection('horizontally') },
  { id: 'arrange.vertically', group: 'edit', label: () => t('Distribute vertically'), icon: 'distributeVertically', isEnabled: are(3), run: () => distributeSelection('vertically') },
  { id: 'arrange.tidy', group: 'edit', label: () => t('Tidy up the selection'), icon: 'tidy', isEnabled: are(2), run: () => tidyUp(new Set(selectedElements().map(({ id }) => id))) },
  { id: 'arrange.group', group: 'edit', label: () => t('Group the selection'), icon: 'frame', shortcuts: ['Mod+G'], isEnabled: are(1), run: groupSelection },
  { id: 'arrange.ungroup', group: 'edit', label: () => t('Take the selection out of its group'), shortcuts: ['Mod+Shift+G'], isEnabled: () => isCanvasShown() && selectedIds().some((id) => groupOf(useWorkflow.getState().document, id)), run: ungroupSelection },
];
