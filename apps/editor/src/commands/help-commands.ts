import { t } from '../i18n/i18n.ts';
import { startTour } from '../tour/tour-store.ts';
import { openCommandBar, openKeySheet } from './command-bar-store.ts';
import type { Command } from './command.ts';

export const helpCommands: readonly Command[] = [
  { id: 'help.commands', group: 'help', label: () => t('All commands…'), icon: 'search', shortcuts: ['Mod+K'], keys: 'in fields too', run: () => openCommandBar('all') },
  { id: 'help.keys', group: 'help', label: () => t('Keyboard shortcuts'), icon: 'info', shortcuts: ['?'], run: openKeySheet },
  { id: 'help.tour', group: 'help', label: () => t('A tour of the page'), icon: 'target', run: startTour },
];
