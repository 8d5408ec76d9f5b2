import { open } from 'node:fs/promises';
import type { CastableType } from '../column-type.ts';
import type { Session } from '../database.ts';
import { columnOf, describeTable } from '../describe-table.ts';
import { identifier } from '../sql.ts';
import { TableError } from '../table-error.ts';
import { columnNames } from './column-names.ts';
import { fileBytes, type FileKind } from './file-bytes.ts';
import { checkGivenTypes, inferTypes, typedValue } from './infer-types.ts';
import { stagedTable } from './load-delimited.ts';
import type { LoadedTable, LoadOptions } from './load-options.ts';
import { toUtf8 } from './text-encoding.ts';

const mostColumns = 20_000;

/** Reads a file of one JSON object a line into a Parquet table; nested values become JSON text. */
export async function loadJsonLines(session: Session, path: string, kind: FileKind, toParquet: string, options: LoadOptions): Promise<LoadedTable> {
  const bad = { count: 0, first: undefined as string | undefined };
  const kinds = new Map<string, Set<string>>();
  for await (const record of records(path, kind, options, bad)) {
    for (const [key, value] of Object.entries(record)) {
      const seen = kinds.get(key);
      if (seen === undefined) kinds.set(key, new Set([kindOf(value)]));
      else seen.add(kindOf(value));
    }
    if (kinds.size > mostColumns) throw new TableError(`"${path}" has more than ${mostColumns} different keys; one key is one column.`);
  }
  if (kinds.size === 0) throw new TableError(`"${path}" holds no JSON objects; every line must be one, such as {"text": "…", "label": 1}.`);
  const keys = [...kinds.keys()];
  const { names, warnings } = columnNames(keys);
  const { staged, longest } = await stageValues(session, records(path, kind, options, { count: 0, first: undefined }), keys);
  if (bad.first !== undefined) warnings.push(`${bad.count} ${bad.count === 1 ? 'line was' : 'lines were'} left out. ${bad.first}`);

  // Text is text: only columns of JSON numbers or booleans, and strings that are all ISO dates or times, have another type.
  const table = stagedTable(staged, longest, names, []);
  const types = new Map<string, CastableType>();
  names.forEach((name, index) => {
    const seen = [...kinds.get(keys[index] ?? '') ?? []].filter((value) => value !== 'null');
    if (seen.some((value) => value === 'nested') || seen.length > 1) types.set(name, 'text');
    if (seen.length === 1 && seen[0] === 'boolean') types.set(name, 'boolean');
  });
  for (const [name, type] of Object.entries(options.types ?? {})) types.set(columnOf(names.map((column) => ({ name: column, type: 'text' })), name).name, type);
  const inferred = (await inferTypes(session, table, types)).map((type, index): CastableType => {
    const strings = kinds.get(keys[index] ?? '')?.has('string') ?? false;
    return strings && !types.has(names[index] ?? '') && (type === 'integer' || type === 'number' || type === 'boolean') ? 'text' : type;
  });
  await checkGivenTypes(session, table, inferred, types);
  const values = names.map((name, index) => `${typedValue(table.columns[index] ?? '', inferred[index] ?? 'text', [])} AS ${identifier(name)}`);
  await session.writeParquet(`SELECT ${values.join(', ')} FROM ${table.source}`, [], toParquet);
  return { ...await describeTable(session, toParquet), format: 'json-lines', encoding: 'utf-8', skippedRows: bad.count, warnings };
}

async function* records(path: string, kind: FileKind, { onBadRow = 'fail', encoding = 'auto' }: LoadOptions, bad: { count: number; first: string | undefined }): AsyncGenerator<Record<string, unknown>> {
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
    yield value as Record<string, unknown>; // an object that is no array
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
async function stageValues(session: Session, rows: AsyncIterable<Record<string, unknown>>, keys: readonly string[]): Promise<{ staged: string; longest: number }> {
  const staged = session.scratch('csv');
  const file = await open(staged, 'w');
  let text = '';
  let longest = 0;
  try {
    for await (const row of rows) {
      const record = `${keys.map((key) => quotedCell(Object.hasOwn(row, key) ? row[key] : null)).join(',')}\n`;
      longest = Math.max(longest, Buffer.byteLength(record));
      text += record;
      if (text.length < 2 ** 20) continue;
      await file.writeFile(text);
      text = '';
    }
    await file.writeFile(text);
  } finally {
    await file.close();
  }
  return { staged, longest };
}

function quotedCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value);
  return `"${text.replaceAll('\0', '\ufffd').replaceAll('"', '""')}"`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return typeof value === 'object' ? 'nested' : typeof value;
}
