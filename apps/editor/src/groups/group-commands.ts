import type { Command } from '../commands/command.ts';
import { t } from '../i18n/i18n.ts';
import { shownNow } from '../shell/shown.ts';
import { foldAll, isAnyGroup, isGroupSelected, toggleSelectedGroups } from './fold.ts';

const onCanvas = () => shownNow() === 'canvas';

export const groupCommands: readonly Command[] = [
  { id: 'group.fold', group: 'edit', label: () => t('Fold or unfold the group'), icon: 'frame', shortcuts: ['G'], isEnabled: () => onCanvas() && isGroupSelected(), run: toggleSelectedGroups },
  { id: 'group.foldAll', group: 'edit', label: () => t('Fold all groups'), isEnabled: () => onCanvas() && isAnyGroup('unfolded'), run: () => foldAll('folded') },
  { id: 'group.unfoldAll', group: 'edit', label: () => t('Unfold all groups'), isEnabled: () => onCanvas() && isAnyGroup('folded'), run: () => foldAll('unfolded') },
];
