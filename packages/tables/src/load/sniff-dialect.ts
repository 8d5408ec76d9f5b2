import { missingValues } from '../missing-values.ts';
import { parseRecords, type Dialect } from './delimited-text.ts';

/** A dialect that fits a piece of text, and how well: the share of records as wide as the first. */
export interface DialectGuess {
  readonly dialect: Dialect;
  readonly width: number;
  readonly consistency: number;
}

const common = [',', '\t', ';', '|'];
const rare = ['^', '~', ':', '#', '*', '!', '\x01', '\x1f', ' '];
const sampleRecords = 200;

/** The common delimiter that splits the text most evenly; undefined when none does. */
export function sniffDialect(text: string, quote: string, complete: boolean): DialectGuess | undefined {
  const guesses = common.map((delimiter) => guess(text, { delimiter, quote }, complete)).filter(({ width, consistency }) => width > 1 && consistency >= 0.5);
  return guesses.sort((a, b) => b.consistency - a.consistency || b.width - a.width)[0];
}

/** A delimiter, common or not, that splits every record of the text evenly: for a hint when only one column was found. */
export function likelyDelimiter(text: string, quote: string, complete: boolean): string | undefined {
  return [...common, ...rare].find((delimiter) => {
    const { width, consistency, records } = guess(text, { delimiter, quote }, complete);
    return width > 1 && consistency === 1 && records > 1;
  });
}

function guess(text: string, dialect: Dialect, complete: boolean): DialectGuess & { records: number } {
  const records = parseRecords(text, dialect, sampleRecords, complete);
  const width = records[0]?.length ?? 0;
  const even = records.filter((record) => record.length === width).length;
  return { dialect, width, consistency: records.length === 0 ? 0 : even / records.length, records: records.length };
}

/** True when the first record names the columns: it looks unlike what lies below it. */
export function hasHeader(records: readonly (readonly string[])[]): boolean {
  const [first = [], ...rest] = records;
  return first.every((cell, column) => {
    const below = rest.map((record) => record[column] ?? '').filter((value) => !missingValues.includes(value));
    if (missingValues.includes(cell)) return true;
    if (kindOf(cell) !== 'text') return below.some((value) => kindOf(value) === 'text');
    // A value that comes again and again further down is data, a category most likely: names are not repeated.
    return cell.length <= 200 && below.filter((value) => value === cell).length < 2;
  });
}

function kindOf(cell: string): 'number' | 'date' | 'boolean' | 'text' {
  if (/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(cell)) return 'number';
  if (/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?$/.test(cell)) return 'date';
  return /^(true|false)$/i.test(cell) ? 'boolean' : 'text';
}

/** A delimiter in words, for messages. */
export function delimiterName(delimiter: string): string {
  const names: Record<string, string> = { '\t': 'a tab', ',': 'a comma (,)', ';': 'a semicolon (;)', '|': 'a bar (|)', ' ': 'a space', ':': 'a colon (:)' };
  return names[delimiter] ?? JSON.stringify(delimiter);
}
