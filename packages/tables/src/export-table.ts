import { arrangementQuery, type Arrangement } from './arrange-table.ts';
import { cellExpression, cellOf } from './cells.ts';
import type { Cell, TableInfo } from './column-type.ts';
import type { Session } from './database.ts';
import { columnOf, describeTable } from './describe-table.ts';
import { identifier } from './sql.ts';

export interface CsvOptions {
  /**
   * A spreadsheet runs a text that begins with = + - @ (or a tab or carriage return) as a formula. `disarm` puts an
   * apostrophe before such texts, which changes them; `keep`, the default, writes the data as it is.
   */
  readonly formulas?: 'keep' | 'disarm';
}

/**
 * The arranged rows as CSV (RFC 4180: comma, CRLF, UTF-8), about two thousand rows at a time. A missing value is nothing
 * between two commas, an empty text is `""`.
 */
export async function* csvOf(session: Session, path: string, arrangement: Arrangement, { formulas = 'keep' }: CsvOptions = {}): AsyncGenerator<string> {
  const { columns } = await describeTable(session, path);
  const { query, values, names } = await arrangementQuery(session, path, arrangement);
  const armed = (cell: Cell) => (formulas === 'disarm' && typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) && !/^[+-]?(\d|\.\d)[\d.]*(e[+-]?\d+)?$/i.test(cell) ? `'${cell}` : cell);
  yield `${names.map((name) => field(armed(name))).join(',')}\r\n`;
  const cells = names.map((name) => cellExpression(identifier(name), columnOf(columns, name).type));
  for await (const chunk of session.chunks(`SELECT ${cells.join(', ')} FROM (${query})`, values)) {
    yield chunk.getRows().map((row) => `${row.map((value) => field(armed(cellOf(value)))).join(',')}\r\n`).join('');
  }
}

/** The arranged rows as a table of their own. */
export async function exportParquet(session: Session, path: string, arrangement: Arrangement, toParquet: string): Promise<TableInfo> {
  const { query, values, number } = await arrangementQuery(session, path, arrangement);
  await session.writeParquet(`SELECT * EXCLUDE (${number}) FROM (${query})`, values, toParquet);
  return describeTable(session, toParquet);
}

function field(cell: Cell): string {
  if (cell === null) return '';
  const text = String(cell);
  return text === '' || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
