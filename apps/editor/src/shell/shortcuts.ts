export type Shortcut = 'save' | 'run' | 'undo' | 'redo' | 'search' | 'duplicate' | 'selectAll' | 'disable';

interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/** What a key means. In a text field only saving and running do; undo there is the browser's own. */
export function shortcutOf({ key, ctrlKey, metaKey, shiftKey }: Key, typing: boolean): Shortcut | undefined {
  const command = ctrlKey || metaKey;
  const name = key.toLowerCase();
  if (command && name === 's' && !shiftKey) return 'save';
  if (command && name === 'enter') return 'run';
  if (command && name === 'k') return 'search';
  if (typing) return undefined;
  if (command && name === 'z') return shiftKey ? 'redo' : 'undo';
  if (command && name === 'y') return 'redo';
  if (command && name === 'd') return 'duplicate';
  if (command && name === 'a') return 'selectAll';
  if (name === 'd' && !command) return 'disable';
  return name === '/' && !command ? 'search' : undefined;
}

/** Whether keys go into a text field. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement);
}
