import { isUtf8 } from 'node:buffer';

/** How the bytes of a text file are to be read. */
export type TextEncoding = 'utf-8' | 'latin-1' | 'windows-1252';

// What Windows-1252 has in place of the control characters 0x80 to 0x9f; ISO 8859-1 keeps those.
const windows = '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';

/** The bytes of one-byte text as UTF-8; UTF-8 is passed through. */
export function toUtf8(bytes: Buffer, encoding: TextEncoding): Buffer {
  if (encoding === 'utf-8') return bytes;
  const text = bytes.toString('latin1');
  return Buffer.from(encoding === 'latin-1' ? text : text.replace(/[\x80-\x9f]/g, (control) => windows[control.charCodeAt(0) - 0x80] ?? control), 'utf8');
}

/** The number of the first line that is not UTF-8, from 1, or undefined. */
export async function firstInvalidLine(chunks: AsyncIterable<Buffer>): Promise<number | undefined> {
  let line = 1;
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      if (!isUtf8(bytes.subarray(start, end))) return line;
      line++;
      start = end + 1;
    }
    rest = Buffer.from(bytes.subarray(start));
  }
  return isUtf8(rest) ? undefined : line;
}
