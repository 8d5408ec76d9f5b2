import { withUserErrors, type NodeContext } from '@millrace/sdk';
import { openTables, TableError, type Tables } from '@millrace/tables';

/** Opens the table engine for one execution of a node; what tables refuse is the user's to mend. */
export async function withTables<T>(context: NodeContext, work: (tables: Tables) => Promise<T>): Promise<T> {
  const tables = await openTables({ threads: context.threads, temporaryFolder: context.scratch('tables') });
  try {
    return await withUserErrors([TableError], () => work(tables));
  } finally {
    await tables.close();
  }
}
