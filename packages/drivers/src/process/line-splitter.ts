import { StringDecoder } from 'node:string_decoder';
import type { SecretMask } from '@millrace/engine';

/** A longer line is cut: what a process writes without ever ending a line must not fill the memory. */
const longestLine = 16 * 1024;

/** Cuts a stream of bytes into lines; after `limitBytes` it drops what comes without looking at it. */
export class LineSplitter {
  readonly #onLines: (lines: string[]) => void;
  readonly #mask: SecretMask | undefined;
  readonly #decoder = new StringDecoder('utf8');
  #partial = '';
  #left: number;

  /** With a mask, no cut goes through a secret; lines are masked by who gets them. */
  constructor(options: { readonly limitBytes: number; readonly mask?: SecretMask | undefined; readonly onLines: (lines: string[]) => void }) {
    this.#left = options.limitBytes;
    this.#mask = options.mask;
    this.#onLines = options.onLines;
  }

  write(chunk: Buffer): void {
    if (this.#left <= 0) return;
    this.#left -= chunk.byteLength;
    const lines = (this.#partial + this.#decoder.write(chunk)).split('\n');
    this.#partial = lines.pop() ?? '';
    const uncut = longestLine + (this.#mask?.longest ?? 0);
    while (this.#partial.length > uncut) {
      if (this.#mask) this.#partial = this.#mask.text(this.#partial);
      if (this.#partial.length <= uncut) break;
      lines.push(this.#partial.slice(0, longestLine));
      this.#partial = this.#partial.slice(longestLine);
    }
    if (lines.length > 0) this.#onLines(lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line)));
  }

  /** Gives out the last line when it was not ended. */
  end(): void {
    if (this.#partial !== '') this.#onLines([this.#partial]);
    this.#partial = '';
  }
}
