import { useEffect } from 'react';
import { flushSync } from 'react-dom';
import { duplicateSelection, selectAll, startClipboard } from '../canvas/clipboard.ts';
import { toggleDisabled } from '../canvas/toggle-disabled.ts';
import { saveNow } from '../document/save-workflow.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { startRun } from '../runs/start-run.ts';
import { isTyping, shortcutOf, type Shortcut } from './shortcuts.ts';
import { useUi } from './ui-store.ts';

/** Listens for the keys of `shortcutOf`. Delete and the arrow keys belong to the canvas itself; copy, cut and paste come as events of the clipboard. */
export function useShortcuts(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event, isTyping(event.target));
      if (shortcut === undefined) return;
      event.preventDefault();
      perform(shortcut);
    };
    addEventListener('keydown', listen);
    const stopClipboard = startClipboard();
    return () => {
      removeEventListener('keydown', listen);
      stopClipboard();
    };
  }, []);
}

function perform(shortcut: Shortcut): void {
  const { undo, redo } = useWorkflow.getState();
  switch (shortcut) {
    case 'save':
      return void saveNow().catch(() => undefined); // the save state says why
    case 'run':
      return void startRun();
    case 'undo':
      return undo();
    case 'redo':
      return redo();
    case 'search':
      // At once, so that what is typed next goes into the search.
      flushSync(() => useUi.setState({ panel: 'nodes' }));
      return document.getElementById('palette-search')?.focus();
    case 'duplicate':
      return duplicateSelection();
    case 'selectAll':
      return selectAll();
    case 'disable':
      return toggleDisabled();
    default:
      return shortcut satisfies never;
  }
}
