// UTF-8 without TextEncoder, which is no part of the language.

/** The bytes of a text; half a surrogate pair becomes U+FFFD. */
export function toUtf8(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) addCodePoint(character.codePointAt(0) ?? 0, bytes);
  return bytes;
}

/** How many bytes a code point takes in UTF-8. */
export function utf8Length(codePoint: number): number {
  return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
}

/** The text of bytes; what is not UTF-8 becomes U+FFFD, one for each longest start of a character (as Rust's `from_utf8_lossy`, as WHATWG). */
export function fromUtf8(bytes: readonly number[]): string {
  let text = '';
  for (let index = 0; index < bytes.length;) {
    const first = bytes[index++] ?? 0;
    if (first < 0x80) {
      text += String.fromCharCode(first);
      continue;
    }
    let following = first >= 0xc2 && first <= 0xdf ? 1 : first >= 0xe0 && first <= 0xef ? 2 : first >= 0xf0 && first <= 0xf4 ? 3 : 0;
    let codePoint = first & (0x3f >> following);
    // The second byte has narrower bounds where it would begin an overlong form, a surrogate or a code point above U+10FFFF.
    let low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
    let high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
    let complete = following > 0;
    for (; following > 0; following--) {
      const byte = bytes[index];
      if (byte === undefined || byte < low || byte > high) {
        complete = false;
        break;
      }
      codePoint = (codePoint << 6) | (byte & 0x3f);
      index++;
      [low, high] = [0x80, 0xbf];
    }
    text += complete ? String.fromCodePoint(codePoint) : '\ufffd';
  }
  return text;
}

/** How many bytes at the end begin a character that further bytes may finish: 0 to 3. */
export function unfinishedBytes(bytes: readonly number[]): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0x80 && byte <= 0xbf) continue;
    const length = byte >= 0xf0 && byte <= 0xf4 ? 4 : byte >= 0xe0 && byte <= 0xef ? 3 : byte >= 0xc2 && byte <= 0xdf ? 2 : 1;
    return back < length && fromUtf8(bytes.slice(-back)).length === 1 ? back : 0; // what cannot become a character is U+FFFD more than once
  }
  return 0;
}

function addCodePoint(given: number, bytes: number[]): void {
  const codePoint = given >= 0xd800 && given <= 0xdfff ? 0xfffd : given;
  if (codePoint < 0x80) bytes.push(codePoint);
  else if (codePoint < 0x800) bytes.push(0xc0 | (codePoint >> 6), 0x80 | (codePoint & 0x3f));
  else if (codePoint < 0x10000) bytes.push(0xe0 | (codePoint >> 12), 0x80 | ((codePoint >> 6) & 0x3f), 0x80 | (codePoint & 0x3f));
  else bytes.push(0xf0 | (codePoint >> 18), 0x80 | ((codePoint >> 12) & 0x3f), 0x80 | ((codePoint >> 6) & 0x3f), 0x80 | (codePoint & 0x3f));
}
