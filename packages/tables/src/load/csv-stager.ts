import { isUtf8 } from 'node:buffer';
import { TableError } from '../table-error.ts';
import type { Dialect } from './delimited-text.ts';

export interface StageOptions extends Dialect {
  /** Fields that every record must have. */
  readonly width: number;
  /** The first record names the columns and is left out. */
  readonly header: boolean;
  readonly onBadRow: 'fail' | 'skip';
}

const [fieldStart, plain, quoted, quoteInQuoted, afterQuote] = [0, 1, 2, 3, 4];
const comma = 44;
const doubleQuote = 34;
const lineFeed = 10;
const carriageReturn = 13;
const largestRecord = 256 * 2 ** 20;

/** Thrown when bytes turn out not to be UTF-8. */
export class NotUtf8 extends Error {}

/**
 * Turns delimited text of any dialect into the one that is written out for DuckDB: commas, double quotes, line feeds, no blank
 * lines, no header. It checks what DuckDB would guess about: every record has `width` fields, quotes are closed, bytes are UTF-8.
 */
export class CsvStager {
  rows = 0;
  longestRecord = 0;
  skipped = 0;
  /** Line and reason of the first record that was left out. */
  firstSkipped: string | undefined;
  private out = Buffer.allocUnsafe(1 << 20);
  private length = 0;
  private recordStart = 0;
  private fieldOut = 0;
  private state = fieldStart;
  private fields = 0;
  private needsQuotes = false;
  private line = 1;
  private recordLine = 1;
  private quoteLine = 1;
  private afterReturn = false;
  private headerLeft: boolean;
  private readonly delimiter: number;
  private readonly quote: number;

  constructor(private readonly options: StageOptions) {
    this.headerLeft = options.header;
    this.delimiter = options.delimiter.charCodeAt(0);
    this.quote = options.quote === '' ? -1 : options.quote.charCodeAt(0);
  }

  push(bytes: Uint8Array): void {
    for (let index = 0; index < bytes.length; index++) {
      const byte = bytes[index] ?? 0;
      if (this.length + 4 > this.out.length) this.grow();
      if (byte === 0) throw new TableError(`Line ${this.line} holds a NUL byte; this is not a text file.`);
      if (byte === lineFeed || byte === carriageReturn) {
        // The line feed of a CR LF ends no second line.
        const second = byte === lineFeed && this.afterReturn;
        this.afterReturn = byte === carriageReturn;
        if (this.state === quoted) this.out[this.length++] = byte;
        else if (!second) this.endRecord();
        if (!second) this.line++;
        if (this.state === fieldStart && this.fields === 0) this.recordLine = this.line;
        continue;
      }
      this.afterReturn = false;
      this.take(byte);
    }
  }

  /** Ends the last record; throws when a quote is still open. */
  finish(): void {
    if (this.state === quoted) throw new TableError(`The quote opened in line ${this.quoteLine} is never closed; close it, or set the quote character to none.`);
    if (this.length + 4 > this.out.length) this.grow();
    if (this.state !== fieldStart || this.fields > 0) this.endRecord();
  }

  /** Bytes of whole records that wait to be taken. */
  get waiting(): number {
    return this.recordStart;
  }

  /** Takes the whole records; throws NotUtf8 when they are not UTF-8. */
  takeRecords(): Buffer {
    const records = Buffer.from(this.out.subarray(0, this.recordStart));
    if (!isUtf8(records)) throw new NotUtf8();
    this.out.copyWithin(0, this.recordStart, this.length);
    this.length -= this.recordStart;
    this.fieldOut -= this.recordStart;
    this.recordStart = 0;
    return records;
  }

  private take(byte: number): void {
    switch (this.state) {
      case fieldStart:
        this.fieldOut = this.length;
        this.needsQuotes = false;
        if (byte === this.quote) {
          this.out[this.length++] = doubleQuote;
          this.quoteLine = this.line;
          this.state = quoted;
          return;
        }
        this.state = plain;
        this.plainByte(byte);
        return;
      case plain:
        this.plainByte(byte);
        return;
      case quoted:
        if (byte === this.quote) this.state = quoteInQuoted;
        else this.quotedByte(byte);
        return;
      case quoteInQuoted:
        if (byte === this.quote) {
          this.quotedByte(byte);
          this.state = quoted;
          return;
        }
        this.state = afterQuote;
        this.take(byte);
        return;
      default:
        // Text after a closing quote goes on as it is.
        if (byte === this.delimiter) this.endField(comma);
        else this.quotedByte(byte);
    }
  }

  private plainByte(byte: number): void {
    if (byte === this.delimiter) {
      this.endField(comma);
      return;
    }
    if (byte === comma || byte === doubleQuote) this.needsQuotes = true;
    this.out[this.length++] = byte;
  }

  private quotedByte(byte: number): void {
    if (byte === doubleQuote) this.out[this.length++] = doubleQuote;
    this.out[this.length++] = byte;
  }

  private endField(separator: number): void {
    if (this.state === plain && this.needsQuotes) this.quoteField();
    if (this.state === quoteInQuoted || this.state === afterQuote) this.out[this.length++] = doubleQuote;
    this.out[this.length++] = separator;
    this.fields++;
    this.state = fieldStart;
  }

  private endRecord(): void {
    const blank = this.fields === 0 && (this.state === fieldStart || (this.state === plain && this.isBlank()));
    if (!blank) this.endField(lineFeed);
    const { fields } = this;
    this.fields = 0;
    this.state = fieldStart;
    if (blank || this.headerLeft) {
      if (!blank) this.headerLeft = false;
      this.length = this.recordStart;
      return;
    }
    const { width, onBadRow } = this.options;
    if (fields !== width) {
      const problem = `Line ${this.recordLine} has ${fields} ${fields === 1 ? 'field' : 'fields'}, but the table has ${width} ${width === 1 ? 'column' : 'columns'}`;
      if (onBadRow === 'fail') throw new TableError(`${problem}. Mend the line, check the delimiter and the quotes, or choose to skip bad rows.`);
      this.skipped++;
      this.firstSkipped ??= problem;
      this.length = this.recordStart;
      return;
    }
    this.rows++;
    this.longestRecord = Math.max(this.longestRecord, this.length - this.recordStart);
    this.recordStart = this.length;
  }

  private isBlank(): boolean {
    for (let index = this.fieldOut; index < this.length; index++) if (this.out[index] !== 32 && this.out[index] !== 9) return false;
    return true;
  }

  /** Puts the field that was just written in quotes. */
  private quoteField(): void {
    const field = Buffer.from(this.out.subarray(this.fieldOut, this.length));
    this.length = this.fieldOut;
    while (this.length + field.length * 2 + 4 > this.out.length) this.grow();
    this.out[this.length++] = doubleQuote;
    for (const byte of field) this.quotedByte(byte);
    this.out[this.length++] = doubleQuote;
  }

  private grow(): void {
    if (this.length - this.recordStart > largestRecord) {
      const reason = this.state === quoted ? `the quote opened in line ${this.quoteLine} is never closed` : 'it has no line ends';
      throw new TableError(`The record from line ${this.recordLine} is larger than 256 MB; perhaps ${reason}.`);
    }
    const larger = Buffer.allocUnsafe(this.out.length * 2);
    this.out.copy(larger, 0, 0, this.length);
    this.out = larger;
  }
}
