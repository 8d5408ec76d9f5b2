import type { SaveState } from '../document/workflow-store.ts';
import { later } from '../i18n/i18n.ts';

interface Standing {
  readonly kind: SaveState['kind'];
  /** A draft in which nothing was done yet. */
  readonly untouched: boolean;
  /** The server cannot be reached. */
  readonly offline: boolean;
}

export interface SaveWords {
  /** To be translated, with the version. */
  readonly words: string;
  readonly icon: 'check' | 'alert' | undefined;
}

/** What the page says of how the document stands with the server. It says "saved" only of what the server has. */
export function saveWords({ kind, untouched, offline }: Standing): SaveWords {
  switch (kind) {
    case 'saved':
      if (untouched) return { words: offline ? later('Draft · offline') : later('Draft'), icon: undefined };
      return { words: offline ? later('Saved · v{{version}} · offline') : later('Saved · v{{version}}'), icon: 'check' };
    case 'unsaved':
      return offline ? { words: later('Offline: not saved yet'), icon: 'alert' } : { words: later('Unsaved'), icon: undefined };
    case 'saving':
      return { words: later('Saving…'), icon: undefined };
    case 'failed':
      return { words: offline ? later('Offline: not saved yet') : later('Not saved: try again'), icon: 'alert' };
    case 'conflict':
      return { words: later('Not saved: conflict'), icon: 'alert' };
    default:
      return kind satisfies never;
  }
}
