import type { NodeContext, TableInput } from '@millrace/sdk';
import { withTables } from './with-tables.ts';

/** The values of a column as texts; '' where missing. */
export async function columnTexts(table: TableInput, column: string, context: NodeContext): Promise<string[]> {
  return await withTables(context, async (tables) => {
    const texts: string[] = [];
    for await (const { columns } of tables.readColumns(table.path, [column])) {
      context.signal.throwIfAborted();
      for (const value of columns[0] ?? []) texts.push(value === null ? '' : String(value));
    }
    return texts;
  });
}
