// Simplified Chinese: the translation of each English text, a file for each part of the page.
import { shell } from './shell.ts';

export const zhCN: Readonly<Record<string, string>> = { ...shell };
