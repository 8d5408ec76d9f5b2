import { useEffect } from 'react';
import { useCanvas } from '../canvas/canvas-store.ts';
import { isTyping } from '../shell/shortcuts.ts';

/** Keys that change nothing, or only what is meant: save, run and search. */
const harmless = new Set(['Control', 'Meta', 'Shift', 'Alt', 'Tab', 'Enter', 'Escape', ' ', '/', '?', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End']);
const harmlessWithCommand = new Set(['s', 'enter', 'k', 'c']);

/** While a run is looked at the document is out of sight: keys and the clipboard leave it as it is. */
export function useKeysForLooking(): void {
  useEffect(() => {
    useCanvas.getState().select([]);
    const passes = ({ key, ctrlKey, metaKey, target }: KeyboardEvent) => isTyping(target) || (ctrlKey || metaKey ? harmlessWithCommand.has(key.toLowerCase()) : harmless.has(key));
    const key = (event: KeyboardEvent) => {
      if (!passes(event)) event.stopImmediatePropagation();
    };
    const clipboard = (event: ClipboardEvent) => {
      if (!isTyping(event.target)) event.stopImmediatePropagation();
    };
    // On the way down, before the listeners of the page hear of it.
    addEventListener('keydown', key, true);
    addEventListener('cut', clipboard, true);
    addEventListener('paste', clipboard, true);
    return () => {
      removeEventListener('keydown', key, true);
      removeEventListener('cut', clipboard, true);
      removeEventListener('paste', clipboard, true);
    };
  }, []);
}
