import { defineNode, port } from '@millrace/sdk';
import { z } from 'zod';
import { withTables } from './with-tables.ts';

/** Keeps some columns, or drops some. */
export const select = defineNode({
  type: 'data.select',
  title: 'Select columns',
  category: 'Data',
  description: 'Keeps the columns named, in that order, and drops the others.',
  inputs: { table: port.table() },
  outputs: { table: port.table() },
  params: z.object({
    columns: z.array(z.string().min(1)).default([]).meta({ title: 'Keep', description: 'All columns when empty.', field: 'column', of: 'table' }),
    drop: z.array(z.string().min(1)).default([]).meta({ title: 'Drop', field: 'column', of: 'table' }),
  }),
  columns({ inputs: { table }, params: { columns, drop } }) {
    const named = columns.length === 0 ? table : columns.flatMap((name) => table?.find((column) => column.name === name) ?? []);
    return { table: table && named?.filter(({ name }) => !drop.includes(name)) };
  },
  async run({ inputs, params: { columns, drop }, context }) {
    const selection = { drop, ...(columns.length > 0 ? { columns } : {}) };
    return { table: await withTables(context, (tables) => tables.select(inputs.table.path, selection, context.scratch('table.parquet'))) };
  },
});
