import type { Column } from '../column-type.ts';
import type { Session } from '../database.ts';
import { describeTable } from '../describe-table.ts';
import { delimitedHead } from './load-delimited.ts';
import { jsonLinesHead } from './load-json-lines.ts';
import type { LoadOptions } from './load-options.ts';
import { recognise } from './load-table.ts';

/**
 * The columns that a file will load with, from its first bytes or its footer. Their names are right; a type may turn out wider
 * further on. Undefined where only reading the whole file tells: a long file of JSON Lines may have more keys.
 */
export async function headColumns(session: Session, path: string, options: LoadOptions): Promise<readonly Column[] | undefined> {
  const { kind, format } = await recognise(path, options);
  if (format === 'parquet') return (await describeTable(session, path)).columns;
  return format === 'json-lines' ? jsonLinesHead(path, kind, options) : delimitedHead(path, kind, options);
}
