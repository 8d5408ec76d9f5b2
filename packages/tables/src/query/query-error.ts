import { TableError } from '../table-error.ts';

/** What DuckDB says with `errors_as_json`, and what `json_serialize_sql` says of a text that is no SELECT. */
export interface DuckdbComplaint {
  readonly kind: string;
  readonly message: string;
  /** In bytes of the query. */
  readonly position: unknown;
  readonly subtype: string | undefined;
  readonly name: string | undefined;
}

/** DuckDB's complaint in an error that it threw. */
export function complaintOf(error: unknown): DuckdbComplaint | undefined {
  if (!(error instanceof Error) || !error.message.startsWith('{')) return undefined;
  try {
    const said: unknown = JSON.parse(error.message);
    const entries: Readonly<Record<string, unknown>> = typeof said === 'object' && said !== null ? { ...said } : {};
    return {
      kind: String(entries.exception_type), message: String(entries.exception_message), position: entries.position,
      subtype: typeof entries.error_subtype === 'string' ? entries.error_subtype : undefined, name: typeof entries.name === 'string' ? entries.name : undefined,
    };
  } catch {
    return undefined;
  }
}

/** An error at a place of the query, which DuckDB counts in bytes of UTF-8 from 0. */
export function placedError(sql: string, position: unknown, message: string, cause?: unknown): TableError {
  const bytes = Buffer.from(sql);
  const offset = typeof position === 'number' || typeof position === 'string' ? Number(position) : NaN;
  if (!(offset >= 0 && offset <= bytes.length)) return new TableError(message, { cause });
  const before = bytes.subarray(0, offset).toString().split('\n');
  return new TableError(`Line ${before.length}, column ${[...before.at(-1) ?? ''].length + 1}: ${message}`, { cause });
}
