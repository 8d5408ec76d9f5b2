import type { Command } from '../commands/command.ts';
import { t } from '../i18n/i18n.ts';
import { useQueueDialog } from './queue-store.ts';

export const queueCommands: readonly Command[] = [
  { id: 'run.queue', group: 'run', label: () => t('Show the queue: what runs, what waits and why'), icon: 'clock', run: () => useQueueDialog.setState({ open: true }) },
];
