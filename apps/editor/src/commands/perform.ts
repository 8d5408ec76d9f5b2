import { messageOf } from '../api/request.ts';
import { t } from '../i18n/i18n.ts';
import { notify } from '../shell/notices-store.ts';
import type { Command } from './command.ts';

/** Does what a command does, where it can be done now, and tells why it failed when it does. */
export function perform({ label, run, isEnabled }: Command): void {
  if (isEnabled && !isEnabled()) return;
  const tell = (error: unknown) => notify({ kind: 'bad', title: t('{{command}}: that did not work', { command: label() }), text: messageOf(error) });
  void (async () => run())().catch(tell);
}
