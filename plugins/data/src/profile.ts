import { defineNode, port, say, UserError, type Chart } from '@millrace/sdk';
import type { ColumnProfile } from '@millrace/tables';
import { z } from 'zod';
import { withTables } from './with-tables.ts';

const mostBars = 20;

/** Describes every column of a table. */
export const profile = defineNode({
  type: 'data.profile',
  title: 'Profile',
  category: 'Data',
  description: 'Counts, missing and distinct values, range, mean and distribution of every column, and a chart of one.',
  inputs: { table: port.table() },
  outputs: { profile: port.json({ description: 'Figures of every column.' }), chart: port.chart({ description: 'The distribution of one column.' }) },
  params: z.object({
    column: z.string().min(1).optional().meta({ title: 'Column to draw', description: 'The first with numbers when empty.', field: 'column', of: 'table' }),
    bins: z.int().min(1).max(1_000).default(20).meta({ title: 'Bars of a histogram' }),
  }),
  async run({ inputs: { table }, params: { column, bins }, context }) {
    if (column !== undefined && !table.columns.some(({ name }) => name === column)) {
      throw new UserError(say`Column "${column}" is missing; the table has: ${table.columns.map(({ name }) => name).join(', ')}`);
    }
    const { rows, columns } = await withTables(context, (tables) => tables.profile(table.path, { bins, topValues: mostBars }));
    for (const { name, missing } of columns) if (missing > 0) context.log('info', `${name}: ${missing} of ${rows} values are missing.`);
    const drawn = columns.find(({ name }) => name === column) ?? columns.find(({ type, histogram }) => histogram !== undefined && !isTime(type)) ?? columns[0];
    return { profile: { rows, columns: columns.map(figures) }, chart: distribution(drawn) };
  },
});

/** A column's figures in the form that the API speaks. */
function figures({ name, type, count, missing, distinct, min, max, mean, histogram, topValues }: ColumnProfile) {
  const bar = (value: unknown) => (typeof value === 'number' || typeof value === 'string' ? value : null);
  return {
    name, type, count, missing, distinct, min: bar(min), max: bar(max), mean: mean ?? null,
    histogram: isTime(type) ? [] : histogram?.counts.map((bars, index) => ({ from: histogram.edges[index] ?? 0, to: histogram.edges[index + 1] ?? 0, count: bars })) ?? [],
    top: topValues?.map((entry) => ({ value: String(entry.value), count: entry.count })) ?? [],
  };
}

function distribution(column: ColumnProfile | undefined): Chart {
  const { name = '', type = 'other', histogram, topValues = [] } = column ?? {};
  const short = isTime(type) ? day : number;
  const bars = histogram
    ? histogram.counts.map((value, index) => ({ label: `${short(histogram.edges[index])} to ${short(histogram.edges[index + 1])}`, value }))
    : topValues.map(({ value, count }) => ({ label: String(value), value: count }));
  return { type: 'bar', title: histogram ? `Distribution of ${name}` : `Most frequent values of ${name}`, x: name, y: 'Rows', bars };
}

function isTime(type: string): boolean {
  return type === 'date' || type === 'timestamp';
}

function day(edge: number | undefined): string {
  return new Date(edge ?? 0).toISOString().slice(0, 10);
}

function number(edge: number | undefined): string {
  return String(Number((edge ?? 0).toPrecision(4)));
}
