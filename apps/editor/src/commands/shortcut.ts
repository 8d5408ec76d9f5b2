// Shortcuts as text: names of keys joined by `+`, as in `Mod+Shift+Z`. `Mod` is ⌘ on a Mac and Ctrl elsewhere.

export interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** Whether these keys are that shortcut. A symbol counts however the keyboard makes it, with Shift or without. */
export function isPressed(shortcut: string, { key, ctrlKey, metaKey, shiftKey, altKey }: Pressed, isMac: boolean): boolean {
  const parts = shortcut.split('+');
  const wanted = parts.at(-1) ?? '';
  const isSymbol = wanted.length === 1 && !/[a-z0-9]/i.test(wanted);
  const [mod, foreign] = isMac ? [metaKey, ctrlKey] : [ctrlKey, metaKey];
  return key.toLowerCase() === wanted.toLowerCase() && mod === parts.includes('Mod') && !foreign && altKey === parts.includes('Alt') && (isSymbol || shiftKey === parts.includes('Shift'));
}

/** What stands on the keys of a shortcut, key by key. */
export function keycaps(shortcut: string, isMac: boolean): readonly string[] {
  const caps = isMac ? { ...symbols, ...macSymbols } : symbols;
  return shortcut.split('+').map((part) => caps[part] ?? part);
}

/** The same as `aria-keyshortcuts` wants it. */
export function ariaShortcut(shortcut: string, isMac: boolean): string {
  return shortcut.replace('Mod', isMac ? 'Meta' : 'Control');
}

/** Whether this computer has a ⌘ key. */
export function onMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform);
}

const symbols: Readonly<Record<string, string>> = { Mod: 'Ctrl', ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc' };
const macSymbols: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥' };
