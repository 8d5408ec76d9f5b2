import { isUtf8 } from 'node:buffer';
import type { CastableType } from '../column-type.ts';
import { TableError } from '../table-error.ts';
import type { Dialect } from './delimited-text.ts';
import type { MissingTexts } from './missing-texts.ts';
import type { ColumnTypes } from './value-types.ts';

export interface StageOptions extends Dialect {
  /** The columns; every record must have a field for each. */
  readonly names: readonly string[];
  /** The first record names the columns and is left out. */
  readonly header: boolean;
  readonly onBadRow: 'fail' | 'skip';
  readonly missing: MissingTexts;
  readonly types: ColumnTypes;
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
 * Turns delimited text of any dialect into the one that DuckDB is given: commas, double quotes, line feeds, no header, no blank lines,
 * missing values empty and unquoted. It decides what DuckDB would guess: where records end, how many fields they have, the types of columns.
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
  private badValue: string | undefined;
  private readonly delimiter: number;
  private readonly quote: number;
  /** Bytes that end the quick way through plain and through quoted text. */
  private readonly endsPlain = new Uint8Array(256);
  private readonly endsQuoted = new Uint8Array(256);

  constructor(private readonly options: StageOptions) {
    this.headerLeft = options.header;
    this.delimiter = options.delimiter.charCodeAt(0);
    this.quote = options.quote === '' ? -1 : options.quote.charCodeAt(0);
    for (const byte of [0, lineFeed, carriageReturn, doubleQuote, comma, this.delimiter]) this.endsPlain[byte] = 1;
    for (const byte of [0, lineFeed, carriageReturn, doubleQuote, this.quote]) this.endsQuoted[byte] = 1;
  }

  push(bytes: Uint8Array): void {
    this.reserve(bytes.length * 2);
    for (let index = 0; index < bytes.length; index++) {
      const { state } = this;
      if (state === plain || state === quoted) {
        const ends = state === plain ? this.endsPlain : this.endsQuoted;
        const { out } = this;
        let { length } = this;
        const start = index;
        while (index < bytes.length && ends[bytes[index] ?? 0] === 0) out[length++] = bytes[index++] ?? 0;
        this.length = length;
        if (index > start) this.afterReturn = false;
        if (index === bytes.length) return;
      }
      const byte = bytes[index] ?? 0;
      if (byte === lineFeed || byte === carriageReturn) this.lineEnd(byte, bytes.length - index);
      else if (byte === 0) throw new TableError(`Line ${this.line} holds a NUL byte; this is not a text file.`);
      else {
        this.afterReturn = false;
        this.take(byte);
      }
    }
  }

  /** Ends the last record; throws when a quote is still open. */
  finish(): void {
    if (this.state === quoted) throw new TableError(`The quote opened in line ${this.quoteLine} is never closed; close it, or set the quote character to none.`);
    this.reserve(0);
    if (this.state !== fieldStart || this.fields > 0) this.endRecord();
  }

  /** The types of the columns, from what was pushed. */
  get types(): CastableType[] {
    return this.options.types.types(this.rows);
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

  private lineEnd(byte: number, left: number): void {
    // The line feed of a CR LF ends no second line.
    const second = byte === lineFeed && this.afterReturn;
    this.afterReturn = byte === carriageReturn;
    if (this.state === quoted) this.out[this.length++] = byte;
    else if (!second) {
      this.endRecord();
      this.reserve(left * 2);
    }
    if (!second) this.line++;
    if (this.state === fieldStart && this.fields === 0) this.recordLine = this.line;
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
    if (this.state === fieldStart) this.fieldOut = this.length;
    const inQuotes = this.state === quoteInQuoted || this.state === afterQuote;
    const start = inQuotes ? this.fieldOut + 1 : this.fieldOut;
    const { missing, types, names } = this.options;
    if (missing.has(this.out, start, this.length)) this.length = this.fieldOut;
    else {
      if (!this.headerLeft && this.fields < names.length && !types.note(this.fields, this.out, start, this.length)) {
        this.badValue ??= `Column "${names[this.fields]}" in line ${this.recordLine} holds "${this.out.toString('utf8', start, Math.min(this.length, start + 60))}", which is not ${types.nameOf(this.fields)}`;
      }
      if (inQuotes) this.out[this.length++] = doubleQuote;
      else if (this.needsQuotes || this.length === this.fieldOut) this.quoteField();
    }
    this.out[this.length++] = separator;
    this.fields++;
    this.needsQuotes = false;
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
    const width = this.options.names.length;
    const problem = fields === width ? this.badValue
      : `Line ${this.recordLine} has ${fields} ${fields === 1 ? 'field' : 'fields'}, but the table has ${width} ${width === 1 ? 'column' : 'columns'}`;
    if (problem !== undefined) {
      this.bad(problem, fields === width ? 'Mend the line, choose another type for the column, or choose to skip bad rows.' : 'Mend the line, check the delimiter and the quotes, or choose to skip bad rows.');
      return;
    }
    this.rows++;
    this.longestRecord = Math.max(this.longestRecord, this.length - this.recordStart);
    this.recordStart = this.length;
  }

  private bad(problem: string, advice: string): void {
    if (this.options.onBadRow === 'fail') throw new TableError(`${problem}. ${advice}`);
    this.skipped++;
    this.firstSkipped ??= problem;
    this.badValue = undefined;
    this.length = this.recordStart;
  }

  private isBlank(): boolean {
    for (let index = this.fieldOut; index < this.length; index++) if (this.out[index] !== 32 && this.out[index] !== 9) return false;
    return true;
  }

  /** Puts the field that was just written in quotes. */
  private quoteField(): void {
    const field = Buffer.from(this.out.subarray(this.fieldOut, this.length));
    this.reserve(field.length * 2);
    this.length = this.fieldOut;
    this.out[this.length++] = doubleQuote;
    for (const byte of field) this.quotedByte(byte);
    this.out[this.length++] = doubleQuote;
  }

  /** Makes room for so many more bytes, and a few. */
  private reserve(bytes: number): void {
    if (this.length - this.recordStart > largestRecord) {
      const reason = this.state === quoted ? `the quote opened in line ${this.quoteLine} is never closed` : 'it has no line ends';
      throw new TableError(`The record from line ${this.recordLine} is larger than 256 MB; perhaps ${reason}.`);
    }
    const needed = this.length + bytes + 16;
    if (needed <= this.out.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.out.length * 2));
    this.out.copy(larger, 0, 0, this.length);
    this.out = larger;
  }
}
