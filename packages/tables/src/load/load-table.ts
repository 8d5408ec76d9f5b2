import { assertFile, type Session } from '../database.ts';
import { TableError } from '../table-error.ts';
import { fileBytes, fileKind, type FileKind } from './file-bytes.ts';
import { loadDelimited } from './load-delimited.ts';
import { loadJsonLines } from './load-json-lines.ts';
import type { LoadedTable, LoadOptions, TableFormat } from './load-options.ts';
import { loadParquet } from './load-parquet.ts';

/** Reads a CSV, TSV, JSON Lines or Parquet file, plain or gzip, into a Parquet table. */
export async function loadTable(session: Session, path: string, toParquet: string, options: LoadOptions): Promise<LoadedTable> {
  const { kind, format } = await recognise(path, options);
  if (format === 'parquet') return loadParquet(session, path, toParquet);
  return format === 'json-lines' ? loadJsonLines(session, path, kind, toParquet, options) : loadDelimited(session, path, kind, format, toParquet, options);
}

/** How a file is stored and what it holds. Throws a TableError when it is no table, or not of the format that was asked for. */
export async function recognise(path: string, options: LoadOptions): Promise<{ readonly kind: FileKind; readonly format: TableFormat }> {
  await assertFile(path);
  const kind = await fileKind(path);
  if (kind === 'zip') throw new TableError(`"${path}" is a ZIP archive or an Excel workbook; unpack it, or save the sheet as CSV.`);
  if (kind === 'zstd') throw new TableError(`"${path}" is compressed with Zstandard; unpack it, or pack it with gzip.`);
  if (kind === 'utf-16') throw new TableError(`"${path}" is UTF-16 text; save it as UTF-8 (in Excel: "CSV UTF-8").`);
  const format = options.format === undefined || options.format === 'auto' ? await formatOf(path, kind) : options.format;
  if (format === 'parquet') {
    if (kind === 'parquet') return { kind, format };
    throw new TableError(`"${path}" is not a Parquet file${kind === 'gzip' ? '; it is a gzip file' : ''}.`);
  }
  if (kind === 'parquet') throw new TableError(`"${path}" is a Parquet file, not ${format}; choose the format "parquet" or "auto".`);
  return { kind, format };
}

async function formatOf(path: string, kind: FileKind): Promise<TableFormat> {
  if (kind === 'parquet') return 'parquet';
  const name = path.toLowerCase().replace(/\.gz$/, '');
  if (/\.(jsonl|ndjson|jsonlines)$/.test(name)) return 'json-lines';
  if (/\.(tsv|tab)$/.test(name)) return 'tsv';
  if (/\.(csv|txt)$/.test(name)) return 'csv';
  for await (const chunk of fileBytes(path, kind)) {
    const start = chunk.toString('latin1', 0, 1024);
    if (/^\s*\[/.test(start) && name.endsWith('.json')) throw new TableError(`"${path}" is one JSON list; save it as JSON Lines, one object a line.`);
    return /^\s*\{/.test(start) ? 'json-lines' : 'csv';
  }
  return 'csv';
}
