import type { NodeContext, TableInput } from '@millrace/sdk';
import type { Cell } from '@millrace/tables';
import { withTables } from './with-tables.ts';

/** The values of a column as texts; '' where missing. */
export async function texts(table: TableInput, column: string, context: NodeContext): Promise<string[]> {
  return (await cells(table, [column], context))[0]?.map(textOf) ?? [];
}

/** The values of columns, a list for each. */
export async function cells(table: TableInput, columns: readonly string[], context: NodeContext): Promise<Cell[][]> {
  return await withTables(context, async (tables) => {
    const lists = columns.map((): Cell[] => []);
    for await (const chunk of tables.readColumns(table.path, columns)) {
      context.signal.throwIfAborted();
      chunk.columns.forEach((values, index) => { for (const value of values) lists[index]?.push(value); });
    }
    return lists;
  });
}

/** A cell as text; '' where missing. */
export function textOf(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? '' : String(cell);
}
