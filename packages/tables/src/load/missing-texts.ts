/** Tells which fields stand for a missing value, from their bytes. */
export class MissingTexts {
  private readonly texts: ReadonlySet<string>;
  /** By first byte and length: almost every field is told apart without making a string of it. */
  private readonly possible = new Uint8Array(256 * 64);
  private readonly emptyIsMissing: boolean;
  private readonly longest: number;

  constructor(texts: readonly string[]) {
    const encoded = texts.map((text) => Buffer.from(text, 'utf8'));
    this.texts = new Set(encoded.map((bytes) => bytes.toString('latin1')));
    this.longest = Math.max(0, ...encoded.map(({ length }) => length));
    for (const bytes of encoded) this.possible[(bytes[0] ?? 0) * 64 + Math.min(bytes.length, 63)] = 1;
    this.emptyIsMissing = texts.includes('');
  }

  has(bytes: Buffer, start: number, end: number): boolean {
    const length = end - start;
    if (length === 0) return this.emptyIsMissing;
    if (length > this.longest || this.possible[(bytes[start] ?? 0) * 64 + Math.min(length, 63)] === 0) return false;
    return this.texts.has(bytes.toString('latin1', start, end));
  }
}
