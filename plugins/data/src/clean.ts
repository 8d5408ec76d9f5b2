import { defineNode, port, say, UserError } from '@millrace/sdk';
import { z } from 'zod';
import { cleanedColumns } from './cleaned-columns.ts';
import { cleanStepSchema, toCleanStep } from './clean-steps.ts';
import { withTables } from './with-tables.ts';

/** Applies cleaning steps in order. */
export const clean = defineNode({
  type: 'data.clean',
  title: 'Clean',
  category: 'Data',
  description: 'Applies steps in order: drop missing, remove duplicates, trim, lower-case, replace, rename, change type, filter, combine. The log says what each did.',
  inputs: { table: port.table() },
  outputs: { table: port.table() },
  params: z.object({
    steps: z.array(cleanStepSchema).max(200)
      .default([{ step: 'drop-missing', columns: [], how: 'any' }, { step: 'deduplicate', columns: [], keep: 'first' }])
      .meta({ title: 'Steps', description: 'Each step works on what the one before left.' }),
  }),
  columns: ({ inputs: { table }, params, report }) => ({ table: table && cleanedColumns(table, params.steps, report) }),
  async run({ inputs: { table }, params, context }) {
    const { steps, ...cleaned } = await withTables(context, (tables) => tables.clean(table.path, params.steps.map(toCleanStep), context.scratch('table.parquet')));
    for (const { step, rowsBefore, rowsAfter } of steps) {
      context.log('info', `${step}: ${rowsBefore === rowsAfter ? `${rowsAfter} rows, none removed` : `${rowsBefore} rows before, ${rowsAfter} after`}.`);
    }
    const emptied = steps.findIndex(({ rowsAfter }) => rowsAfter === 0);
    if (emptied >= 0) throw new UserError(say`Step ${emptied + 1} (${steps[emptied]?.step ?? ''}) leaves no row of ${steps[emptied]?.rowsBefore ?? 0}. Let it look at fewer columns, or loosen it.`);
    return { table: cleaned };
  },
});
