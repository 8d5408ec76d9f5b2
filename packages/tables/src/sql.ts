import type { Column } from './column-type.ts';
import { TableError } from './table-error.ts';

/** A name as a quoted SQL identifier. */
export function identifier(name: string): string {
  if (name.includes('\0')) throw new TableError(`The column name ${JSON.stringify(name)} holds a NUL character; rename the column.`);
  return `"${name.replaceAll('"', '""')}"`;
}

/** Text as a quoted SQL literal; for our own paths and constants, values of users go in as parameters. */
export function literal(text: string): string {
  if (text.includes('\0')) throw new TableError('Text with a NUL character cannot be part of a query.');
  return `'${text.replaceAll("'", "''")}'`;
}

/** A column and what it is called in a query. */
export interface SqlColumn extends Column {
  readonly sql: string;
}

/** A name that no column has, for a column of our own beside them. */
export function uniqueName(names: readonly string[]): string {
  const taken = new Set(names.map((name) => name.toLowerCase()));
  let name = 'row_number';
  while (taken.has(name)) name += '_';
  return name;
}
