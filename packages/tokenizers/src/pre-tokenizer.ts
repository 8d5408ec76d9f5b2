import { isPunctuation, isWhitespace } from './characters.ts';

/**
 * Calls `visit` with the bounds (code units) of each word of normalised text: split at white space, each punctuation character alone.
 * Stops when `visit` returns false.
 */
export function eachWord(text: string, visit: (start: number, end: number) => boolean): void {
  let start = -1;
  for (let index = 0; index < text.length;) {
    const codePoint = text.codePointAt(index) ?? 0;
    const next = index + (codePoint > 0xffff ? 2 : 1);
    const punctuation = isPunctuation(codePoint);
    if (punctuation || isWhitespace(codePoint)) {
      if (start >= 0 && !visit(start, index)) return;
      start = -1;
      if (punctuation && !visit(index, next)) return;
    } else if (start < 0) {
      start = index;
    }
    index = next;
  }
  if (start >= 0) visit(start, text.length);
}
