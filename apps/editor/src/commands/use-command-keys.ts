import { useEffect } from 'react';
import { startClipboard } from '../canvas/clipboard.ts';
import { commandOf } from './command-of.ts';
import { commands } from './commands.ts';
import { closesList, isAbovePage, isOnNode, isTyping } from './key-place.ts';
import { perform } from './perform.ts';
import { onMac } from './shortcut.ts';

/** Listens for the shortcuts of all commands. */
export function useCommandKeys(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isAbovePage(event.target)) return;
      const command = commandOf(commands, event, { isTyping: isTyping(event.target), isOnNode: isOnNode(event.target), isMac: onMac() });
      if (!command) return;
      const isEnabled = command.isEnabled?.() ?? true;
      // What a browser would do with Ctrl and a letter is never meant; a key alone may mean something else here.
      if (isEnabled || event.ctrlKey || event.metaKey) event.preventDefault();
      if (!isEnabled) return;
      event.stopPropagation();
      perform(command);
    };
    // React Flow takes the arrow keys whatever is held with them; those with Alt are looked at before they come to it. And an open
    // list is known before it closes.
    const listenEarly = (event: KeyboardEvent) => {
      if (closesList(event)) event.preventDefault();
      else if (event.altKey) listen(event);
    };
    addEventListener('keydown', listenEarly, { capture: true });
    addEventListener('keydown', listen);
    const stopClipboard = startClipboard();
    return () => {
      removeEventListener('keydown', listenEarly, { capture: true });
      removeEventListener('keydown', listen);
      stopClipboard();
    };
  }, []);
}
