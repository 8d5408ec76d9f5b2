import { defineNode, port, say, UserError } from '@millrace/sdk';
import { openTables } from '@millrace/tables';
import { z } from 'zod';
import { withTables } from './with-tables.ts';

const delimiters = { auto: 'auto', comma: ',', semicolon: ';', tab: '\t', bar: '|', space: ' ' } as const;

const loadParams = z.object({
  path: z.string().min(1).meta({ title: 'File', description: 'A file that was uploaded, or that lies in a folder Millrace may read.', field: 'file' }),
  format: z.enum(['auto', 'csv', 'tsv', 'json-lines', 'parquet']).default('auto').meta({ title: 'Format', description: 'gzip is recognised by itself.' }),
  delimiter: z.enum(['auto', 'comma', 'semicolon', 'tab', 'bar', 'space']).default('auto').meta({ title: 'Delimiter', description: 'What stands between the values of a CSV file.' }),
  header: z.enum(['auto', 'yes', 'no']).default('auto').meta({ title: 'First line names the columns', description: 'Without names the columns are column_0, column_1, …' }),
  encoding: z.enum(['auto', 'utf-8', 'latin-1', 'windows-1252']).default('auto').meta({ title: 'Encoding', description: '"auto" reads UTF-8, or Windows-1252 where the bytes are no UTF-8.' }),
  textColumns: z.array(z.string().min(1)).default([]).meta({ title: 'Columns kept as text', description: 'Values of these columns stay as they are written, such as numbers with leading zeros.' }),
  badRows: z.enum(['fail', 'skip']).default('fail').meta({ title: 'A line with too few or too many values', description: '"fail" stops and names the line; "skip" leaves such lines out and says how many.' }),
});

function loadOptions(params: z.output<typeof loadParams>) {
  return {
    format: params.format,
    delimiter: delimiters[params.delimiter],
    header: params.header === 'auto' ? 'auto' as const : params.header === 'yes',
    encoding: params.encoding,
    types: Object.fromEntries(params.textColumns.map((name) => [name, 'text' as const])),
    onBadRow: params.badRows,
  };
}

/** Reads a file of rows into a table. */
export const load = defineNode({
  type: 'data.load',
  title: 'Load file',
  category: 'Data',
  description: 'Reads a CSV, TSV, JSON Lines or Parquet file, plain or gzip. What is not set is found out from the file.',
  inputs: {},
  outputs: { table: port.table() },
  params: loadParams,
  async columns({ params, file }) {
    const tables = await openTables({ threads: 1, memoryLimit: '256MB' });
    try {
      return { table: await tables.headColumns(file(params.path), loadOptions(params)) };
    } finally {
      await tables.close();
    }
  },
  async run({ params, context }) {
    const file = context.file(params.path);
    const loaded = await withTables(context, (tables) => tables.load(file, context.scratch('table.parquet'), loadOptions(params))).catch((error: unknown) => {
      // The file as the user named it: where it lies on the server is nobody's business.
      throw error instanceof UserError ? new UserError(error.message.replaceAll(file, params.path), { cause: error }) : error;
    });
    for (const warning of loaded.warnings) context.log('warn', warning);
    const { rows, columns, path } = loaded;
    context.log('info', `${rows} rows, ${columns.length} columns: ${columns.slice(0, 50).map(({ name, type }) => `${name} (${type})`).join(', ')}${columns.length > 50 ? ', …' : ''}`);
    if (rows === 0) throw new UserError(say`"${params.path}" holds column names but no rows.`);
    return { table: { path, rows, columns } };
  },
});
