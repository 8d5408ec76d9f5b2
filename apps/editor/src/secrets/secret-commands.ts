import type { Command } from '../commands/command.ts';
import { t } from '../i18n/i18n.ts';
import { showSecrets } from './secrets-store.ts';

export const secretCommands: readonly Command[] = [
  { id: 'secrets.show', group: 'workflow', label: () => t('Secrets…'), icon: 'key', run: () => showSecrets({ kind: 'list' }) },
];
