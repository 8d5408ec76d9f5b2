import { currentNode } from '../canvas/keyboard-path.ts';
import { addNoteInView } from '../canvas/place-node.ts';
import { t } from '../i18n/i18n.ts';
import { openCommandBar } from './command-bar-store.ts';
import type { Command } from './command.ts';
import { isCanvasShown, isDocumentShown } from './view-commands.ts';

export const addCommands: readonly Command[] = [
  { id: 'add.node', group: 'add', label: () => t('Add a node…'), icon: 'plus', shortcuts: ['A'], isEnabled: isDocumentShown, run: () => openCommandBar('add') },
  { id: 'add.wire', group: 'add', label: () => t('Connect…'), icon: 'plug', shortcuts: ['C'], isEnabled: () => isCanvasShown() && currentNode() !== undefined, run: () => openCommandBar('connect') },
  { id: 'add.note', group: 'add', label: () => t('Add a note'), icon: 'note', shortcuts: ['N'], isEnabled: isCanvasShown, run: addNoteInView },
];
