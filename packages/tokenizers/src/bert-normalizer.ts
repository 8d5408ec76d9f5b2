import { isIdeograph, isRemoved, isWhitespace, withoutAccents } from './characters.ts';

/** What the normaliser does; the defaults are those of `bert-base-uncased`. */
export interface NormalizerOptions {
  /** Remove control characters and turn every white space into a space. Default true. */
  readonly cleanText?: boolean;
  /** Put spaces around CJK ideographs. Default true. */
  readonly spaceIdeographs?: boolean;
  /** Lower-case, character by character. Default true. */
  readonly lowercase?: boolean;
  /** Decompose and drop accents. Default: the value of `lowercase`. */
  readonly stripAccents?: boolean | null;
}

/** Normalised text; `origins[i]` is the position, in code points of the source, of the character that code unit `i` came from. */
export interface AlignedText {
  readonly text: string;
  readonly origins: readonly number[];
}

/** Hugging Face's `BertNormalizer`: every character is mapped alone, so that positions are never lost. */
export class BertNormalizer {
  readonly cleanText: boolean;
  readonly spaceIdeographs: boolean;
  readonly lowercase: boolean;
  /** null follows `lowercase`. */
  readonly stripAccents: boolean | null;
  private readonly seen = new Map<number, string>();

  constructor(options: NormalizerOptions = {}) {
    this.cleanText = options.cleanText ?? true;
    this.spaceIdeographs = options.spaceIdeographs ?? true;
    this.lowercase = options.lowercase ?? true;
    this.stripAccents = options.stripAccents ?? null;
  }

  normalize(text: string): string {
    let result = '';
    for (const character of text) result += this.character(character.codePointAt(0) ?? 0);
    return result;
  }

  normalizeAligned(text: string): AlignedText {
    let result = '';
    const origins: number[] = [];
    let position = 0;
    for (const character of text) {
      const mapped = this.character(character.codePointAt(0) ?? 0);
      result += mapped;
      for (let unit = 0; unit < mapped.length; unit++) origins.push(position);
      position++;
    }
    return { text: result, origins };
  }

  private character(codePoint: number): string {
    let mapped = this.seen.get(codePoint);
    if (mapped === undefined) {
      mapped = this.map(codePoint);
      this.seen.set(codePoint, mapped);
    }
    return mapped;
  }

  private map(codePoint: number): string {
    if (this.cleanText) {
      if (isRemoved(codePoint)) return '';
      if (isWhitespace(codePoint)) return ' ';
    }
    let text = String.fromCodePoint(codePoint);
    if (this.stripAccents ?? this.lowercase) text = withoutAccents(text);
    // One character at a time: a final sigma must not look at its neighbours.
    if (this.lowercase) text = Array.from(text, (character) => character.toLowerCase()).join('');
    return this.spaceIdeographs && isIdeograph(codePoint) ? ` ${text} ` : text;
  }
}
