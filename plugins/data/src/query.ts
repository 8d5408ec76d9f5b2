import { defineNode, port, say, UserError } from '@millrace/sdk';
import { openTables, TableError } from '@millrace/tables';
import { z } from 'zod';
import { withTables } from './with-tables.ts';

/** Makes a table with SQL from one or two others. */
export const query = defineNode({
  type: 'data.query',
  title: 'SQL query',
  category: 'Data',
  description: 'Joins, groups, filters and computes with one SELECT in the SQL of DuckDB. The inputs are the tables "input" and "other".',
  inputs: {
    input: port.table({ description: 'In the query: FROM input.' }),
    other: port.table({ optional: true, description: 'A second table, to join: JOIN other.' }),
  },
  outputs: { table: port.table() },
  params: z.object({
    sql: z.string().min(1).max(100_000).meta({
      title: 'SQL', field: 'code', language: 'sql', placeholder: 'SELECT *\nFROM input\nWHERE …\nORDER BY …',
      description: 'One SELECT, or WITH … SELECT. Without ORDER BY, grouped and joined rows come in no order to rely on.',
    }),
  }),
  async columns({ inputs: { input, other }, params: { sql }, report }) {
    const tables = await openTables({ threads: 1, memoryLimit: '256MB' });
    try {
      return { table: await tables.queryColumns(sql, { input, other }) };
    } catch (error) {
      if (!(error instanceof TableError)) throw error;
      report('sql', error.message);
      return {};
    } finally {
      await tables.close();
    }
  },
  async run({ inputs: { input, other }, params: { sql }, context }) {
    const result = await withTables(context, (tables) => tables.query({ sql, tables: { input: input.path, other: other?.path }, signal: context.signal }, context.scratch('table.parquet')));
    if (result.rows === 0) throw new UserError(say`The query gives no rows. Loosen its WHERE, its HAVING or the condition of its JOIN.`);
    context.log('info', `${result.rows} rows, ${result.columns.length} columns.`);
    return { table: result };
  },
});
