import { later } from '../i18n/i18n.ts';
import type { Mark } from './compared-elements.ts';

/** What a difference looks like beside its colour, so that nobody needs to see colours. */
export const markSymbols: Readonly<Record<Mark, string>> = { added: '+', removed: '−', changed: '≠', moved: '↔' };

export const markWords: Readonly<Record<Mark, string>> = { added: later('Added'), removed: later('Removed'), changed: later('Changed'), moved: later('Moved') };
