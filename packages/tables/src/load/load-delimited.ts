import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { castableTypes, type CastableType, type Column } from '../column-type.ts';
import type { Session } from '../database.ts';
import { columnOf, describeTable } from '../describe-table.ts';
import { missingValues } from '../missing-values.ts';
import { TableError } from '../table-error.ts';
import { columnNames } from './column-names.ts';
import { CsvStager, NotUtf8 } from './csv-stager.ts';
import { parseRecords, type Dialect } from './delimited-text.ts';
import { fileBytes, firstBytes, type FileKind } from './file-bytes.ts';
import type { LoadedTable, LoadOptions } from './load-options.ts';
import { MissingTexts } from './missing-texts.ts';
import { delimiterName, hasHeader, likelyDelimiter, sniffDialect } from './sniff-dialect.ts';
import { stagedRows } from './staged-file.ts';
import { firstInvalidLine, toUtf8, type TextEncoding } from './text-encoding.ts';
import { ColumnTypes } from './value-types.ts';

const headSize = 256 * 1024;
const largestHead = 8 * 2 ** 20;
const stagedAtOnce = 4 * 2 ** 20;

/** Reads a CSV or TSV file into a Parquet table. */
export async function loadDelimited(session: Session, path: string, kind: FileKind, format: 'csv' | 'tsv', toParquet: string, options: LoadOptions): Promise<LoadedTable> {
  const { head, dialect, header, names, warnings } = await layoutOf(path, kind, options);
  const given = givenTypes(options, names);
  const makeStager = () => new CsvStager({
    ...dialect, names, header, onBadRow: options.onBadRow ?? 'fail',
    missing: new MissingTexts(options.missingValues ?? missingValues), types: new ColumnTypes(names.map((name) => given.get(name))),
  });
  const { stager, encoding, staged } = await stage(session, path, kind, head.encoding, options, makeStager);
  if (stager.firstSkipped !== undefined) warnings.push(`${stager.skipped} ${stager.skipped === 1 ? 'row was' : 'rows were'} left out. ${stager.firstSkipped}.`);
  await session.writeParquet(stagedRows(staged, stager.longestRecord, names, stager.types), [], toParquet);
  return { ...await describeTable(session, toParquet), format, delimiter: dialect.delimiter, header, encoding, skippedRows: stager.skipped, warnings };
}

interface Layout { readonly head: Head; readonly dialect: Dialect; readonly header: boolean; readonly names: string[]; readonly warnings: string[] }

/** What the first lines tell: how the file is written and what its columns are called. */
async function layoutOf(path: string, kind: FileKind, options: LoadOptions): Promise<Layout> {
  checkOptions(options);
  const head = await readHead(path, kind, options);
  const dialect = chooseDialect(head, path, options);
  const records = parseRecords(head.text, dialect, 200, head.complete);
  const [first] = records;
  if (first === undefined) throw new TableError(`The file "${path}" holds no table: ${head.text.trim() === '' ? 'it has only blank lines' : 'its first record does not end'}.`);
  const header = options.header === undefined || options.header === 'auto' ? hasHeader(records) : options.header;
  const { names, warnings } = columnNames(header ? first : first.map(() => ''));
  if (!header && options.header !== false) warnings.push('The first line looks like data, so the columns are named column_0 and on; if it holds their names, set the header to true.');
  if (first.length === 1) {
    const hint = likelyDelimiter(head.text, dialect.quote, head.complete);
    if (hint !== undefined && hint !== dialect.delimiter) {
      const message = `Only one column was found; the file looks separated by ${delimiterName(hint)}.`;
      if (options.delimiter !== undefined && options.delimiter !== 'auto') throw new TableError(`${message} Set the delimiter to ${JSON.stringify(hint)}, not ${JSON.stringify(options.delimiter)}.`);
      warnings.push(message);
    }
  }
  return { head, dialect, header, names, warnings };
}

/** The columns that the first lines show; the names are those of the whole file, a type may turn out wider. */
export async function delimitedHead(path: string, kind: FileKind, options: LoadOptions): Promise<Column[]> {
  const { head, dialect, header, names } = await layoutOf(path, kind, options);
  const given = givenTypes(options, names);
  const stager = new CsvStager({
    ...dialect, names, header, onBadRow: 'skip', missing: new MissingTexts(options.missingValues ?? missingValues), types: new ColumnTypes(names.map((name) => given.get(name))),
  });
  stager.push(Buffer.from(head.text));
  if (head.complete) stager.finish();
  const { types } = stager;
  return names.map((name, index) => ({ name, type: types[index] ?? 'text' }));
}

function checkOptions({ delimiter = 'auto', quote = '"', types = {} }: LoadOptions): void {
  if (delimiter !== 'auto' && !/^[\x01-\x7f]$/.test(delimiter)) throw new TableError(`The delimiter must be one ASCII character or "auto", not ${JSON.stringify(delimiter)}.`);
  if (delimiter === '\n' || delimiter === '\r' || (delimiter === quote && quote !== '')) throw new TableError(`The delimiter cannot be ${delimiter === quote ? 'the quote character' : 'a line end'}.`);
  if (!/^[\x01-\x7f]?$/.test(quote)) throw new TableError(`The quote must be one ASCII character, or empty for none, not ${JSON.stringify(quote)}.`);
  for (const [name, type] of Object.entries(types)) {
    if (!castableTypes.includes(type)) throw new TableError(`The type of column "${name}" must be one of ${castableTypes.join(', ')}, not ${JSON.stringify(type)}.`);
  }
}

function givenTypes({ types = {} }: LoadOptions, names: readonly string[]): Map<string, CastableType> {
  const columns = names.map((name) => ({ name, type: 'text' as const }));
  return new Map(Object.entries(types).map(([name, type]) => [columnOf(columns, name).name, type]));
}

interface Head { readonly text: string; readonly complete: boolean; readonly encoding: TextEncoding }

/** The first lines of the file as text: enough to hold at least one whole record. */
async function readHead(path: string, kind: FileKind, { encoding = 'auto' }: LoadOptions): Promise<Head> {
  for (let size = headSize; ; size *= 8) {
    const { bytes, complete } = await firstBytes(path, kind, size);
    const end = complete ? bytes.length : bytes.lastIndexOf(10) + 1;
    if (end === 0 && !complete && size < largestHead) continue;
    const whole = bytes.subarray(0, end === 0 ? bytes.length : end);
    if (whole.length === 0) throw new TableError(`The file "${path}" is empty; a table needs at least a line of column names.`);
    const nul = whole.indexOf(0);
    if (nul >= 0) throw new TableError(`Line ${lineAt(whole, nul)} of "${path}" holds a NUL byte; this is not a text file.`);
    const used = encoding !== 'auto' ? encoding : isUtf8(whole) ? 'utf-8' : 'windows-1252';
    return { text: toUtf8(whole, used).toString('utf8'), complete, encoding: used };
  }
}

function lineAt(bytes: Buffer, position: number): number {
  let line = 1;
  for (let index = bytes.indexOf(10); index >= 0 && index < position; index = bytes.indexOf(10, index + 1)) line++;
  return line;
}

function chooseDialect({ text, complete }: Head, path: string, { delimiter = 'auto', quote = '"', format }: LoadOptions): Dialect {
  if (delimiter !== 'auto') return { delimiter, quote };
  const guess = sniffDialect(text, quote, complete);
  if (guess !== undefined) return guess.dialect;
  if (format === 'tsv' || /\.tsv(\.gz)?$/i.test(path)) return { delimiter: '\t', quote };
  // One column: a delimiter that is not in the text, so that its commas stay what they are.
  return { delimiter: [',', '\t', ';', '|', '\x1f'].find((candidate) => !text.includes(candidate)) ?? '\x1e', quote };
}

/** Writes the file as plain CSV for DuckDB; when 'auto' took the bytes for UTF-8 and they are not, once more as Windows-1252. */
async function stage(session: Session, path: string, kind: FileKind, encoding: TextEncoding, options: LoadOptions, makeStager: () => CsvStager): Promise<{ stager: CsvStager; encoding: TextEncoding; staged: string }> {
  const staged = session.scratch('csv');
  const stager = makeStager();
  const file = await open(staged, 'w');
  try {
    for await (const chunk of fileBytes(path, kind)) {
      stager.push(toUtf8(chunk, encoding));
      if (stager.waiting >= stagedAtOnce) await file.writeFile(stager.takeRecords());
    }
    stager.finish();
    await file.writeFile(stager.takeRecords());
    return { stager, encoding, staged };
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error;
    if ((options.encoding ?? 'auto') === 'auto') return await stage(session, path, kind, 'windows-1252', { ...options, encoding: 'windows-1252' }, makeStager);
    const line = await firstInvalidLine(fileBytes(path, kind));
    throw new TableError(`Line ${line ?? 1} of "${path}" is not UTF-8; set the encoding to latin-1 or windows-1252, or to auto.`, { cause: error });
  } finally {
    await file.close();
  }
}
