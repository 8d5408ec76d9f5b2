import { open } from 'node:fs/promises';
import type { CastableType, Column } from '../column-type.ts';
import type { Session } from '../database.ts';
import { columnOf, describeTable } from '../describe-table.ts';
import { TableError } from '../table-error.ts';
import { columnNames } from './column-names.ts';
import { fileBytes, firstBytes, type FileKind } from './file-bytes.ts';
import type { LoadedTable, LoadOptions } from './load-options.ts';
import { stagedRows } from './staged-file.ts';
import { toUtf8 } from './text-encoding.ts';
import { ColumnTypes } from './value-types.ts';

const mostColumns = 20_000;

/** Reads a file of one JSON object a line into a Parquet table; nested values become JSON text. */
export async function loadJsonLines(session: Session, path: string, kind: FileKind, toParquet: string, options: LoadOptions): Promise<LoadedTable> {
  const bad: BadLines = { count: 0, first: undefined };
  const kinds = new Map<string, Set<string>>();
  for await (const { record } of records(path, kind, options, bad)) {
    note(record, kinds);
    if (kinds.size > mostColumns) throw new TableError(`"${path}" has more than ${mostColumns} different keys; one key is one column.`);
  }
  if (kinds.size === 0) throw new TableError(`"${path}" holds no JSON objects; every line must be one, such as {"text": "…", "label": 1}.`);
  const keys = [...kinds.keys()];
  const { names, warnings } = columnNames(keys);
  if (bad.first !== undefined) warnings.push(`${bad.count} ${bad.count === 1 ? 'line was' : 'lines were'} left out. ${bad.first}.`);

  const given = new Map(Object.entries(options.types ?? {}).map(([name, type]) => [columnOf(names.map((column) => ({ name: column, type: 'text' as const })), name).name, type]));
  const types = new ColumnTypes(names.map((name, index) => given.get(name) ?? typeOfKinds(kinds.get(keys[index] ?? ''))));
  const { staged, longest, rows } = await stageValues(session, records(path, kind, options, { count: 0, first: undefined }), keys, names, types);
  const found = foundTypes(types, rows, names, keys, kinds, given);
  await session.writeParquet(stagedRows(staged, longest, names, found), [], toParquet);
  return { ...await describeTable(session, toParquet), format: 'json-lines', encoding: 'utf-8', skippedRows: bad.count, warnings };
}

const headSize = 2 * 2 ** 20;

/** The columns of a file that is short enough to be read whole; a type may turn out wider. Undefined for a longer one. */
export async function jsonLinesHead(path: string, kind: FileKind, options: LoadOptions): Promise<Column[] | undefined> {
  if (!(await firstBytes(path, kind, headSize)).complete) return undefined;
  const kinds = new Map<string, Set<string>>();
  const read: Record<string, unknown>[] = [];
  for await (const { record } of records(path, kind, { ...options, onBadRow: 'skip' }, { count: 0, first: undefined })) {
    note(record, kinds);
    read.push(record);
  }
  const keys = [...kinds.keys()];
  const { names } = columnNames(keys);
  const types = new ColumnTypes(names.map((name, index) => options.types?.[name] ?? typeOfKinds(kinds.get(keys[index] ?? ''))));
  for (const record of read) {
    for (const [column, key] of keys.entries()) {
      const bytes = Buffer.from((textOf(Object.hasOwn(record, key) ? record[key] : null) ?? '').slice(0, 64));
      if (bytes.length > 0) types.note(column, bytes, 0, bytes.length);
    }
  }
  return foundTypes(types, read.length, names, keys, kinds, new Set(Object.keys(options.types ?? {}))).map((type, index) => ({ name: names[index] ?? '', type }));
}

/** The types of the columns. Strings may be dates; digits in quotes stay text. */
function foundTypes(types: ColumnTypes, rows: number, names: readonly string[], keys: readonly string[], kinds: ReadonlyMap<string, ReadonlySet<string>>, given: { has(name: string): boolean }): CastableType[] {
  return types.types(rows).map((type, index) => ((type === 'integer' || type === 'number' || type === 'boolean') && !given.has(names[index] ?? '') && kinds.get(keys[index] ?? '')?.has('string') ? 'text' : type));
}

function note(record: Readonly<Record<string, unknown>>, kinds: Map<string, Set<string>>): void {
  for (const [key, value] of Object.entries(record)) {
    const seen = kinds.get(key);
    if (seen === undefined) kinds.set(key, new Set([kindOf(value)]));
    else seen.add(kindOf(value));
  }
}

interface BadLines { count: number; first: string | undefined }

async function* records(path: string, kind: FileKind, { onBadRow = 'fail', encoding = 'auto' }: LoadOptions, bad: BadLines): AsyncGenerator<{ line: number; record: Record<string, unknown> }> {
  let line = 0;
  for await (const text of lines(path, kind, encoding === 'auto' ? 'utf-8' : encoding)) {
    line++;
    if (text.trim() === '') continue;
    const problem = `Line ${line}`;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      const reason = `${problem} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`;
      if (onBadRow === 'fail') throw new TableError(`${reason}. Every line must be one JSON object; mend the line, or choose to skip bad rows.`, { cause });
      bad.count++;
      bad.first ??= reason;
      continue;
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      const reason = `${problem} is ${Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`}, not an object`;
      if (onBadRow === 'fail') throw new TableError(`${reason}. Every line must be one JSON object, such as {"text": "…", "label": 1}.`);
      bad.count++;
      bad.first ??= reason;
      continue;
    }
    yield { line, record: value as Record<string, unknown> }; // an object that is no array
  }
}

async function* lines(path: string, kind: FileKind, encoding: 'utf-8' | 'latin-1' | 'windows-1252'): AsyncGenerator<string> {
  let rest: Buffer[] = [];
  let number = 1;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (bytes: Buffer): string => {
    try {
      return decoder.decode(toUtf8(bytes, encoding));
    } catch (cause) {
      throw new TableError(`Line ${number} of "${path}" is not UTF-8; set the encoding to latin-1 or windows-1252.`, { cause });
    }
  };
  for await (const chunk of fileBytes(path, kind)) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      yield decode(Buffer.concat([...rest, chunk.subarray(start, end)]));
      number++;
      rest = [];
      start = end + 1;
    }
    rest.push(Buffer.from(chunk.subarray(start)));
  }
  const last = Buffer.concat(rest);
  if (last.length > 0) yield decode(last);
}

/** Writes the values as CSV for DuckDB: null unquoted and empty, all else quoted. */
async function stageValues(session: Session, rows: ReturnType<typeof records>, keys: readonly string[], names: readonly string[], types: ColumnTypes): Promise<{ staged: string; longest: number; rows: number }> {
  const staged = session.scratch('csv');
  const file = await open(staged, 'w');
  let text = '';
  let longest = 0;
  let count = 0;
  try {
    for await (const { line, record } of rows) {
      const cells = keys.map((key, column) => {
        const value = textOf(Object.hasOwn(record, key) ? record[key] : null);
        if (value === undefined) return '';
        const bytes = Buffer.from(value.length > 64 ? value.slice(0, 64) : value);
        if (!types.note(column, bytes, 0, bytes.length)) throw new TableError(`Column "${names[column]}" in line ${line} holds ${JSON.stringify(value.slice(0, 60))}, which is not ${types.nameOf(column)}. Mend the line, or choose another type for the column.`);
        return `"${value.replaceAll('"', '""')}"`;
      });
      const row = `${cells.join(',')}\n`;
      longest = Math.max(longest, Buffer.byteLength(row));
      count++;
      text += row;
      if (text.length < 2 ** 20) continue;
      await file.writeFile(text);
      text = '';
    }
    await file.writeFile(text);
  } finally {
    await file.close();
  }
  return { staged, longest, rows: count };
}

function textOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  const text = typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.replaceAll('\0', '\ufffd');
}

/** What the kinds of JSON values in a column settle; undefined where the texts decide. */
function typeOfKinds(kinds: ReadonlySet<string> = new Set()): CastableType | undefined {
  const seen = [...kinds].filter((kind) => kind !== 'null');
  if (seen.length > 1 || seen[0] === 'nested') return 'text';
  return seen[0] === 'boolean' ? 'boolean' : undefined;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return typeof value === 'object' ? 'nested' : typeof value;
}
