import { linearCoefficients, networkFor, permutationImportance, type TableModel } from '@millrace/nn';
import type { Chart, NodeContext } from '@millrace/sdk';
import type { Cell, NewColumn } from '@millrace/tables';
import type { TableExamples } from './table-learning.ts';
import type { TableParams } from './table-params.ts';

/** The rows of a table, and its most telling ones as a chart. */
export interface Explanation {
  readonly columns: readonly NewColumn[];
  readonly cells: readonly (readonly Cell[])[];
  readonly chart: Chart;
}

const mostBars = 20;

/** Rows that importance is measured on; more would take long and say the same. */
const mostRows = 2_000;

/** What the model looks at: its coefficients, or how much worse it answers the examples without each column. */
export async function explain({ model, examples, params, context }: { readonly model: TableModel; readonly examples: TableExamples; readonly params: TableParams; readonly context: NodeContext }): Promise<Explanation> {
  if (params.model === 'linear') return coefficients(model);
  const ranked = await permutationImportance({
    encoder: model.encoder, config: networkFor(model), parameters: model.parameters, ...some(examples, mostRows), seed: params.seed, threads: context.threads, signal: context.signal,
  });
  return {
    columns: [{ name: 'column', type: 'text' }, { name: 'importance', type: 'number' }],
    cells: ranked.map(({ column, importance }) => [column, importance]),
    chart: {
      type: 'bar', title: 'How much the loss rises without a column', x: 'Column', y: 'Rise of the loss',
      bars: ranked.slice(0, mostBars).map(({ column, importance }) => ({ label: column, value: importance })),
    },
  };
}

function coefficients(model: TableModel): Explanation {
  const found = linearCoefficients(model);
  const labelled = model.task.kind === 'classification';
  const largest = found.filter(({ feature }) => feature !== undefined).sort((a, b) => Math.abs(b.coefficient) - Math.abs(a.coefficient)).slice(0, mostBars);
  return {
    columns: [{ name: 'feature', type: 'text' }, ...(labelled ? [{ name: 'label', type: 'text' } as const] : []), { name: 'coefficient', type: 'number' }, { name: 'per_unit', type: 'number' }],
    cells: found.map(({ feature, label, coefficient, perUnit }) => [feature ?? '(constant)', ...(labelled ? [label ?? ''] : []), coefficient, perUnit]),
    chart: {
      type: 'bar', title: 'Largest coefficients', x: 'Feature', y: 'Coefficient',
      bars: largest.map(({ feature, label, coefficient }) => ({ label: label === undefined ? feature ?? '' : `${feature} → ${label}`, value: coefficient })),
    },
  };
}

/** So many rows at most, evenly from all of them. */
function some({ rows, targets }: TableExamples, most: number): TableExamples {
  const stride = Math.ceil(rows.rows / most);
  if (stride === 1) return { rows, targets };
  const chosen = Int32Array.from({ length: Math.floor(rows.rows / stride) }, (_, place) => place * stride);
  const width = rows.numbers.length / rows.rows;
  const numbers = new Float32Array(chosen.length * width);
  chosen.forEach((row, place) => numbers.set(rows.numbers.subarray(row * width, (row + 1) * width), place * width));
  return {
    rows: { ...rows, rows: chosen.length, numbers, ids: rows.ids.map((ids) => chosen.map((row) => ids[row] ?? 0)) },
    targets: targets.task === 'regression' ? { ...targets, values: Float32Array.from(chosen, (row) => targets.values[row] ?? 0) } : { ...targets, classes: chosen.map((row) => targets.classes[row] ?? 0) },
  };
}
