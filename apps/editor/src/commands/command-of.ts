import type { Command } from './command.ts';
import { isPressed, type Pressed } from './shortcut.ts';

/** The command that these keys mean. In a text field only those that are meant for fields too; undo there is the browser's own. */
export function commandOf(commands: readonly Command[], pressed: Pressed, { isTyping, isMac }: { readonly isTyping: boolean; readonly isMac: boolean }): Command | undefined {
  return commands.find(({ shortcuts = [], keys }) => keys !== 'by the browser' && (!isTyping || keys === 'in fields too') && shortcuts.some((shortcut) => isPressed(shortcut, pressed, isMac)));
}
