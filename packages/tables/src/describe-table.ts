import type { Session } from './database.ts';
import { columnTypeOf, type Column, type TableInfo } from './column-type.ts';
import { TableError } from './table-error.ts';

/** Columns and number of rows of a Parquet file, read from its footer. */
export async function describeTable(session: Session, path: string): Promise<TableInfo> {
  const table = await session.table(path);
  try {
    const columns = (await session.rows(`DESCRIBE SELECT * FROM ${table}`)).map(([name, type]): Column => ({ name: String(name), type: columnTypeOf(String(type)) }));
    const [rows] = await session.row(`SELECT count(*) FROM ${table}`);
    return { path, rows: Number(rows), columns };
  } catch (cause) {
    if (cause instanceof Error && /No magic bytes|too small to be a Parquet file|not a valid parquet|Invalid.*parquet/i.test(cause.message)) {
      throw new TableError(`"${path}" is not a Parquet table.`, { cause });
    }
    throw cause;
  }
}

/** The column of that name; throws a TableError that lists the columns there are. */
export function columnOf<C extends Column>(columns: readonly C[], name: string): C {
  const column = columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new TableError(`Column "${name}" is missing; the table has: ${listed(columns.map((candidate) => candidate.name))}`);
  return column;
}

/** Names for a message, cut where there are very many. */
export function listed(names: readonly string[]): string {
  return names.length <= 30 ? names.join(', ') : `${names.slice(0, 30).join(', ')} and ${names.length - 30} more`;
}
