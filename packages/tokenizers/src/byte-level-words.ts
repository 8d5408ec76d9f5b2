// GPT-2 splits text with the pattern 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+ (openai/gpt-2, src/encoder.py).
// Written out, since its \p{L}, \p{N} and \s are those of another Unicode version than the JavaScript engine may have.
const other = 1;
const letter = 2;
const digit = 3;
const space = 4;
const apostrophe = 0x27;
const blank = 0x20;

/** Letters and digits that are none to tokenizers 0.23.2, whose tables are those of Unicode 16; found by asking it about every code point. */
const laterThanUnicode16 = new RegExp('[' + [
  '\\u{88f}\\u{c5c}\\u{cdc}\\u{a7ce}-\\u{a7cf}\\u{a7d2}\\u{a7d4}\\u{a7f1}\\u{10940}-\\u{10959}\\u{10ec5}-\\u{10ec7}',
  '\\u{11db0}-\\u{11ddb}\\u{11de0}-\\u{11de9}\\u{16ea0}-\\u{16eb8}\\u{16ebb}-\\u{16ed3}\\u{16ff2}-\\u{16ff6}\\u{187f8}-\\u{187ff}\\u{18d09}-\\u{18d1e}\\u{18d80}-\\u{18df2}\\u{1e6c0}-\\u{1e6de}',
  '\\u{1e6e0}-\\u{1e6e2}\\u{1e6e4}-\\u{1e6e5}\\u{1e6e7}-\\u{1e6ed}\\u{1e6f0}-\\u{1e6f4}\\u{1e6fe}-\\u{1e6ff}\\u{2b73a}-\\u{2b73f}\\u{2cea2}-\\u{2cead}\\u{323b0}-\\u{33479}',
].join('') + ']', 'u');

/** Kind of each code point, 0 where it has not been seen. */
const kinds = new Uint8Array(0x110000);

/** Calls `visit` with the bounds (code units) of each word, blank before it included; every character is in one word. Stops when `visit` returns false. */
export function eachByteLevelWord(text: string, visit: (start: number, end: number) => boolean): void {
  for (let start = 0; start < text.length;) {
    const end = endOfWord(text, start);
    if (!visit(start, end)) return;
    start = end;
  }
}

function endOfWord(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === apostrophe) {
    const end = endOfContraction(text, start + 1);
    if (end > 0) return end;
  }
  const kind = kindAt(text, start);
  if (kind !== space) return endOfRun(text, start, kind);
  if (first === blank && start + 1 < text.length) {
    const next = kindAt(text, start + 1);
    if (next !== space) return endOfRun(text, start + 1, next);
  }
  const end = endOfRun(text, start, space);
  // The last of several spaces goes with the word after them.
  return end < text.length && end - start > 1 ? end - 1 : end;
}

function endOfContraction(text: string, start: number): number {
  switch (text[start]) {
    case 's': case 't': case 'm': case 'd': return start + 1;
    case 'r': case 'v': return text[start + 1] === 'e' ? start + 2 : 0;
    case 'l': return text[start + 1] === 'l' ? start + 2 : 0;
    default: return 0;
  }
}

function endOfRun(text: string, start: number, kind: number): number {
  let index = start;
  while (index < text.length && kindAt(text, index) === kind) index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  return index;
}

function kindAt(text: string, index: number): number {
  const codePoint = text.codePointAt(index) ?? 0;
  const known = kinds[codePoint] ?? 0;
  if (known !== 0) return known;
  const kind = kindOf(String.fromCodePoint(codePoint));
  kinds[codePoint] = kind;
  return kind;
}

function kindOf(character: string): number {
  if (laterThanUnicode16.test(character)) return other;
  return /\p{L}/u.test(character) ? letter : /\p{N}/u.test(character) ? digit : /\p{White_Space}/u.test(character) ? space : other;
}
