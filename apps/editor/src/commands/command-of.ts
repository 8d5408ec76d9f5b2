import type { Command } from './command.ts';
import { isPressed, type Pressed } from './shortcut.ts';

/** What has the keys. */
export interface KeyPlace {
  readonly isTyping: boolean;
  readonly isOnNode: boolean;
  readonly isMac: boolean;
}

/** The command that these keys mean there. In a text field only those that are meant for fields too; undo there is the browser's own. */
export function commandOf(commands: readonly Command[], pressed: Pressed, place: KeyPlace): Command | undefined {
  return commands.find((command) => worksAt(command, place) && command.shortcuts?.some((shortcut) => isPressed(shortcut, pressed, place.isMac)));
}

function worksAt({ keys }: Command, { isTyping, isOnNode }: KeyPlace): boolean {
  switch (keys) {
    case 'by the browser':
      return false;
    case 'in fields too':
      return true;
    case 'on a node':
      return isOnNode;
    case undefined:
      return !isTyping;
    default:
      return keys satisfies never;
  }
}
