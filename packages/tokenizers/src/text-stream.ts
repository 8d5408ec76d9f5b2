import type { BytePairTokenizer } from './byte-pair-tokenizer.ts';
import { fromUtf8, unfinishedBytes } from './utf8.ts';

/** What ends a text besides its tokens. */
export interface TextStreamOptions {
  /** The text ends before the first of these. */
  readonly stop?: readonly string[];
  /** Leave special tokens out. Default true. */
  readonly skipSpecialTokens?: boolean;
}

/**
 * The text of ids that come one by one, told as soon as it is certain: bytes wait until they are a whole character, and what may
 * be the beginning of a stop string waits until it is one or not. All that is told makes the decoded text, up to the stop string.
 */
export class TextStream {
  private bytes: number[] = [];
  private waiting = '';
  private ended = false;
  private readonly stop: readonly string[];

  constructor(private readonly tokenizer: Pick<BytePairTokenizer, 'bytesOf'>, private readonly options: TextStreamOptions = {}) {
    this.stop = (options.stop ?? []).filter((text) => text !== '');
  }

  /** Whether a stop string came; then nothing more is told. */
  get stopped(): boolean { return this.ended; }

  /** Takes one more id; gives the text that is certain now. */
  push(id: number): string {
    if (this.ended) return '';
    for (const byte of this.tokenizer.bytesOf([id], this.options)) this.bytes.push(byte);
    const whole = this.bytes.length - unfinishedBytes(this.bytes);
    const text = fromUtf8(this.bytes.slice(0, whole));
    this.bytes = this.bytes.slice(whole);
    return this.tell(text, false);
  }

  /** What is left when no more ids come; half a character is U+FFFD. */
  end(): string {
    const text = fromUtf8(this.bytes);
    this.bytes = [];
    return this.ended ? '' : this.tell(text, true);
  }

  private tell(text: string, isLast: boolean): string {
    const all = this.waiting + text;
    const found = this.stop.map((stop) => all.indexOf(stop)).filter((place) => place >= 0);
    if (found.length > 0) {
      this.ended = true;
      this.waiting = '';
      return all.slice(0, Math.min(...found));
    }
    const held = isLast ? 0 : this.startOfStop(all);
    this.waiting = all.slice(all.length - held);
    return all.slice(0, all.length - held);
  }

  /** The length of the longest end of the text that begins a stop string. */
  private startOfStop(text: string): number {
    const longest = this.stop.reduce((length, stop) => Math.max(length, stop.length - 1), 0);
    for (let length = Math.min(longest, text.length); length > 0; length--) {
      if (this.stop.some((stop) => stop.startsWith(text.slice(text.length - length)))) return length;
    }
    return 0;
  }
}
