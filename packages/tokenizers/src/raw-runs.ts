import { isAsciiPunctuation } from './characters.ts';

const space = 1;
const symbol = 2;
const kinds = new Uint8Array(128);
for (const code of [0x09, 0x0a, 0x0d, 0x20]) kinds[code] = space;
for (let code = 0; code < 128; code++) if (isAsciiPunctuation(code)) kinds[code] = symbol;

/**
 * Calls `visit` with the bounds of each run of raw text between ASCII spaces and symbols, and of each symbol.
 * No word reaches across such a run, whatever the normaliser does, so what a run becomes can be remembered by its raw text.
 * Stops when `visit` returns false.
 */
export function eachRun(text: string, visit: (start: number, end: number) => boolean): void {
  const { length } = text;
  let start = 0;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code > 127) continue;
    const kind = kinds[code];
    if (kind === 0) continue;
    if (index > start && !visit(start, index)) return;
    if (kind === symbol && !visit(index, index + 1)) return;
    start = index + 1;
  }
  if (length > start) visit(start, length);
}
