// Which types the text of a value fits, decided on its bytes: this runs once for every field of a file.
import type { CastableType } from '../column-type.ts';

const integer = 1;
const number = 2;
const boolean = 4;
const date = 8;
const timestamp = 16;
const every = integer | number | boolean | date | timestamp;
const bits: readonly (readonly [CastableType, number])[] = [['integer', integer], ['number', number], ['boolean', boolean], ['date', date], ['timestamp', timestamp]];

/** The types that all values of each column fit so far. */
export class ColumnTypes {
  private readonly fits: Uint8Array;
  private readonly seen: Uint8Array;
  private readonly given: Uint8Array;

  /** `given`: types that are not to be guessed; undefined where they are. */
  constructor(given: readonly (CastableType | undefined)[]) {
    this.given = Uint8Array.from(given, (type) => bits.find(([name]) => name === type)?.[1] ?? 0);
    this.fits = Uint8Array.from(given, (type, column) => type === undefined ? every : this.given[column] ?? 0);
    this.seen = new Uint8Array(given.length);
  }

  /** Notes a value that is not missing; false when it does not fit the type that its column was given. */
  note(column: number, bytes: Buffer, start: number, end: number): boolean {
    const fits = this.fits[column] ?? 0;
    this.seen[column] = 1;
    if (fits === 0) return true;
    const left = fits & typesOf(bytes, start, end);
    if (left === 0 && this.given[column] !== 0) return false;
    this.fits[column] = left;
    return true;
  }

  /** The type that a column was given, for a message. */
  nameOf(column: number): string {
    const type = bits.find(([, bit]) => bit === this.given[column])?.[0] ?? 'text';
    return type === 'integer' ? 'a whole number' : type === 'date' ? 'a date such as 2024-01-31' : type === 'timestamp' ? 'a timestamp such as 2024-01-31T12:30:00' : type === 'boolean' ? 'true or false' : `a ${type}`;
  }

  /** The narrowest type of each column; one that has rows but no values is a number, as in pandas. */
  types(rows: number): CastableType[] {
    return Array.from(this.fits, (fits, column) => {
      if (this.seen[column] === 0 && this.given[column] === 0 && fits !== 0) return rows > 0 ? 'number' : 'text';
      return bits.find(([, bit]) => (fits & bit) !== 0)?.[0] ?? 'text';
    });
  }
}

function typesOf(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && isSpace(bytes[at])) at++;
  let last = end;
  while (last > at && isSpace(bytes[last - 1])) last--;
  const first = bytes[at] ?? 0;
  if (first === 116 || first === 84 || first === 102 || first === 70) return at === start && last === end && /^(true|True|TRUE|false|False|FALSE)$/.test(bytes.toString('latin1', start, Math.min(end, start + 6))) ? boolean : 0;
  if (end - start >= 10 && isDigit(first) && bytes[start + 4] === 45 && at === start && last === end) return datesOf(bytes, start, end);
  const unsigned = first === 43 || first === 45 ? at + 1 : at;
  let digits = unsigned;
  while (digits < last && isDigit(bytes[digits])) digits++;
  if (digits === last) return digits === unsigned ? 0 : wholeNumber(bytes, at, unsigned, last);
  let tail = digits;
  if (bytes[tail] === 46) {
    tail++;
    while (tail < last && isDigit(bytes[tail])) tail++;
  }
  // At least one digit on either side of the point.
  if (tail - unsigned < 1 || (tail - unsigned === 1 && digits === unsigned)) return isInfinity(bytes, unsigned, last) ? number : 0;
  if (tail === last) return number;
  if ((bytes[tail] ?? 0) !== 101 && bytes[tail] !== 69) return 0;
  tail++;
  if (bytes[tail] === 43 || bytes[tail] === 45) tail++;
  if (tail >= last) return 0;
  while (tail < last && isDigit(bytes[tail])) tail++;
  return tail === last ? number : 0;
}

/** Whole numbers beyond 64 bits stay text: as numbers they would lose digits. */
function wholeNumber(bytes: Buffer, start: number, unsigned: number, end: number): number {
  if (end - unsigned <= 18) return integer | number;
  const value = BigInt(bytes.toString('latin1', bytes[start] === 43 ? unsigned : start, end));
  return value >= -(2n ** 63n) && value < 2n ** 63n ? integer | number : 0;
}

function isInfinity(bytes: Buffer, start: number, end: number): boolean {
  return (end - start === 3 || end - start === 8) && /^inf(inity)?$/i.test(bytes.toString('latin1', start, end));
}

function datesOf(bytes: Buffer, start: number, end: number): number {
  if (end - start > 32) return 0;
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[T ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?Z?)?$/.exec(bytes.toString('latin1', start, end));
  if (match === null) return 0;
  const [, year, month, day, hour] = match;
  const time = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  time.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (time.getUTCMonth() !== Number(month) - 1 || time.getUTCDate() !== Number(day) || Number(year) === 0) return 0;
  return hour === undefined ? date | timestamp : timestamp;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 32 || byte === 9;
}
