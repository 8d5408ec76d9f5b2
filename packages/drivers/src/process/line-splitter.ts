import { StringDecoder } from 'node:string_decoder';

/** A longer line is cut: what a process writes without ever ending a line must not fill the memory. */
const longestLine = 16 * 1024;

/** Cuts a stream of bytes into lines; after `limitBytes` it drops what comes without looking at it. */
export class LineSplitter {
  readonly #onLines: (lines: string[]) => void;
  readonly #decoder = new StringDecoder('utf8');
  #partial = '';
  #left: number;

  constructor(options: { readonly limitBytes: number; readonly onLines: (lines: string[]) => void }) {
    this.#left = options.limitBytes;
    this.#onLines = options.onLines;
  }

  write(chunk: Buffer): void {
    if (this.#left <= 0) return;
    this.#left -= chunk.byteLength;
    const lines = (this.#partial + this.#decoder.write(chunk)).split('\n');
    this.#partial = lines.pop() ?? '';
    while (this.#partial.length > longestLine) {
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
