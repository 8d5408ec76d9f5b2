import { loadTableModel, NnError, TablePredictor, type TableModel } from '@millrace/nn';
import { defineNode, port, say, UserError, withUserErrors, type NodeContext, type TableInput } from '@millrace/sdk';
import type { Cell, NewColumn, Tables } from '@millrace/tables';
import { z } from 'zod';
import { columnNamed, readFeatures } from './table-features.ts';
import { withTables } from './with-tables.ts';

/** A table model's answers to the rows of a table. */
export const predictTable = defineNode({
  type: 'learn.predict-table',
  title: 'Predict a table',
  category: 'Evaluate',
  description: 'Lets a model of "Train on a table" answer every row: the predicted label with the probability of each, or the predicted number, beside the true one where the table has it.',
  resources: { cpu: 'all', memoryMiB: 2_048 },
  inputs: { model: port.model({ description: 'Of "Train on a table".' }), table: port.table() },
  outputs: { predictions: port.table() },
  params: z.object({
    keep: z.array(z.string().min(1)).default([]).meta({ title: 'Columns to keep', description: 'Columns of the table that are to stand beside the answers, such as an id.', field: 'column', of: 'table' }),
  }),
  async run({ inputs: { model: folder, table }, params: { keep }, context }) {
    if (table.rows === 0) throw new UserError(say`There are no rows to predict.`);
    return await withUserErrors([NnError], async () => {
      const model = await loadTableModel(folder.path);
      const truth = table.columns.some(({ name }) => name === model.task.target) ? model.task.target : undefined;
      return await withTables(context, async (tables) => {
        const columns = await readFeatures(tables, table, model.encoder.sources);
        const rows = model.encoder.encode(columns);
        for (const [name, count] of Object.entries(rows.unknown)) context.log('warn', `${count} of ${rows.rows} rows have a value in "${name}" that the model has not seen.`);
        const actual = truth === undefined ? undefined : await tables.column(table.path, truth);
        const answers = await predict(model, rows, actual, context);
        const kept = await keptColumns(tables, table, keep, answers.columns);
        const cells = answers.cells.map((row, index) => [...kept.map(({ values }) => values[index] ?? null), ...row]);
        return { predictions: await tables.writeRows([...kept.map(({ column }) => column), ...answers.columns], cells, context.scratch('predictions.parquet')) };
      });
    });
  },
});

interface Answers {
  readonly columns: readonly NewColumn[];
  readonly cells: readonly (readonly Cell[])[];
}

/** The columns that "Evaluate classifier" and "Evaluate regression" read, one row of cells for each row. */
async function predict(model: TableModel, rows: ReturnType<TableModel['encoder']['encode']>, actual: readonly Cell[] | undefined, context: NodeContext): Promise<Answers> {
  const { task } = model;
  const predictor = await TablePredictor.open(model, { threads: context.threads });
  const options = { signal: context.signal, onProgress: (done: number) => context.progress({ fraction: done / rows.rows, message: `${done} of ${rows.rows} rows` }) };
  try {
    if (task.kind === 'regression') {
      const numbers = await predictor.numbers(rows, options);
      return {
        columns: [...(actual ? [{ name: 'actual', type: 'number' } as const] : []), { name: 'predicted', type: 'number' }],
        cells: Array.from(numbers, (number, row) => [...(actual ? [numberOrMissing(actual[row])] : []), number]),
      };
    }
    if (actual) warnOfUnknownLabels(task.labels, actual, context);
    const answers = await predictor.probabilities(rows, options);
    return {
      columns: [
        ...(actual ? [{ name: 'label', type: 'text' } as const] : []), { name: 'predicted', type: 'text' }, { name: 'score', type: 'number' },
        ...task.labels.map((label) => ({ name: `p_${label}`, type: 'number' } as const)),
      ],
      cells: answers.map((probabilities, row) => {
        const best = probabilities.reduce((place, value, candidate) => (value > (probabilities[place] ?? 0) ? candidate : place), 0);
        return [...(actual ? [textOrMissing(actual[row])] : []), task.labels[best] ?? '', probabilities[best] ?? 0, ...probabilities];
      }),
    };
  } finally {
    await predictor.close();
  }
}

function warnOfUnknownLabels(labels: readonly string[], actual: readonly Cell[], context: NodeContext): void {
  const known = new Set(labels);
  const strange = actual.filter((value) => value !== null && !known.has(String(value)));
  if (strange.length === 0) return;
  const names = [...new Set(strange.map((value) => `"${String(value)}"`))].slice(0, 10).join(', ');
  context.log('warn', `${strange.length} of ${actual.length} rows have a label that the model has not seen and cannot answer: ${names}. It knows ${labels.join(', ')}.`);
}

async function keptColumns(tables: Tables, table: TableInput, keep: readonly string[], answers: readonly NewColumn[]): Promise<{ readonly column: NewColumn; readonly values: readonly Cell[] }[]> {
  const taken = new Set(answers.map(({ name }) => name.toLowerCase()));
  const kept: { column: NewColumn; values: readonly Cell[] }[] = [];
  for (const name of keep) {
    const { type } = columnNamed(table, name);
    if (taken.has(name.toLowerCase()) || name.startsWith('p_')) throw new UserError(say`The column "${name}" cannot be kept: the answers have columns of such names. Rename it with "Clean" first.`);
    kept.push({ column: { name, ...(type === 'other' ? {} : { type }) }, values: await tables.column(table.path, name) });
  }
  return kept;
}

function numberOrMissing(cell: Cell | undefined): number | null {
  return cell === null || cell === undefined || !Number.isFinite(Number(cell)) ? null : Number(cell);
}

function textOrMissing(cell: Cell | undefined): string | null {
  return cell === null || cell === undefined ? null : String(cell);
}
