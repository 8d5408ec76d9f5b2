import { defineNode, port } from '@millrace/sdk';
import { trainTestSplit } from '@millrace/tables';
import { z } from 'zod';
import { withTables } from './with-tables.ts';

/** Splits the rows as scikit-learn's `train_test_split` does: the same rows in the same order. */
export const split = defineNode({
  type: 'data.split',
  title: 'Train/test split',
  category: 'Data',
  description: 'Holds rows back, to test on what the model has not seen. The same seed gives the same rows as scikit-learn.',
  inputs: { table: port.table() },
  outputs: { train: port.table({ description: 'Rows to learn from.' }), test: port.table({ description: 'Rows held back.' }) },
  params: z.object({
    testSize: z.number().gt(0).lt(1).default(0.2).meta({ title: 'Test size', description: 'Share of the rows to hold back.' }),
    seed: z.int().min(0).max(4_294_967_295).default(42).meta({ title: 'Seed', description: 'Another number draws other rows.' }),
    shuffle: z.boolean().default(true).meta({ title: 'Shuffle', description: 'Off: the last rows are held back, as for data in order of time.' }),
    stratify: z.string().min(1).optional().meta({ title: 'Stratify by', description: 'Both parts get the same mix of values of this column.', field: 'column', of: 'table' }),
  }),
  columns: ({ inputs: { table } }) => ({ train: table, test: table }),
  async run({ inputs: { table }, params: { stratify, ...params }, context }) {
    return await withTables(context, async (tables) => {
      const stratifyLabels = stratify === undefined ? {} : { stratifyLabels: await tables.column(table.path, stratify) };
      const rows = trainTestSplit(table.rows, { ...params, ...stratifyLabels });
      context.log('info', `${rows.train.length} rows to train on, ${rows.test.length} to test on.`);
      return {
        train: await tables.take(table.path, rows.train, context.scratch('train.parquet')),
        test: await tables.take(table.path, rows.test, context.scratch('test.parquet')),
      };
    });
  },
});
