import { isLaterThanUnicode8 } from './unicode-8.ts';

// Character classes as BERT's tokenizer sees them (tokenizers: normalizers/bert.rs, pre_tokenizers/bert.rs).

/** True for what Rust's `char::is_whitespace` accepts: the Unicode property White_Space. */
export function isWhitespace(codePoint: number): boolean {
  return codePoint === 0x20 || (codePoint >= 0x09 && codePoint <= 0x0d) || codePoint === 0x85 || codePoint === 0xa0
    || codePoint === 0x1680 || (codePoint >= 0x2000 && codePoint <= 0x200a) || codePoint === 0x2028
    || codePoint === 0x2029 || codePoint === 0x202f || codePoint === 0x205f || codePoint === 0x3000;
}

/** True for characters that cleaning removes: NUL, U+FFFD, and control, format and private-use characters but tab and line ends. */
export function isRemoved(codePoint: number): boolean {
  if (codePoint === 0x09 || codePoint === 0x0a || codePoint === 0x0d) return false;
  if (codePoint < 0x20 || codePoint === 0xfffd) return true;
  return /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u.test(String.fromCodePoint(codePoint)) && !isLaterThanUnicode8(codePoint);
}

/** True for ASCII symbols and for Unicode punctuation: each is a word of its own. */
export function isPunctuation(codePoint: number): boolean {
  if (codePoint < 0x80) return isAsciiPunctuation(codePoint);
  // These two were punctuation in Unicode 8.
  return codePoint === 0x166d || codePoint === 0x111c9 || (/\p{P}/u.test(String.fromCodePoint(codePoint)) && !isLaterThanUnicode8(codePoint));
}

/** A character decomposed, without its accents (category Mn). */
export function withoutAccents(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  if (isLaterThanUnicode8(codePoint)) return character;
  // These two were non-spacing marks in Unicode 8.
  return codePoint === 0x1734 || codePoint === 0x1171e ? '' : character.normalize('NFD').replace(/\p{Mn}/gu, '');
}

/** True for the 32 ASCII characters that are neither letters, digits, spaces nor controls. */
export function isAsciiPunctuation(codePoint: number): boolean {
  return (codePoint >= 33 && codePoint <= 47) || (codePoint >= 58 && codePoint <= 64)
    || (codePoint >= 91 && codePoint <= 96) || (codePoint >= 123 && codePoint <= 126);
}

/** True for CJK ideographs, which BERT sets apart by spaces. */
export function isIdeograph(codePoint: number): boolean {
  return (codePoint >= 0x4e00 && codePoint <= 0x9fff) || (codePoint >= 0x3400 && codePoint <= 0x4dbf)
    || (codePoint >= 0x20000 && codePoint <= 0x2a6df) || (codePoint >= 0x2a700 && codePoint <= 0x2b73f)
    || (codePoint >= 0x2b740 && codePoint <= 0x2b81f) || (codePoint >= 0x2b920 && codePoint <= 0x2ceaf)
    || (codePoint >= 0xf900 && codePoint <= 0xfaff) || (codePoint >= 0x2f800 && codePoint <= 0x2fa1f);
}
