import { z } from 'zod';
import { conditionSchema } from './table-query.ts';

const points = z.array(z.tuple([z.number(), z.number()]));
const named = {
  title: z.string(),
  /** How much of the data is drawn, when it is not all. */
  sample: z.object({ shown: z.number(), of: z.number(), what: z.enum(['rows', 'groups']) }).optional(),
};
const axes = { ...named, x: z.string(), y: z.string() };

/** A chart as data; the editor draws it. Where `time` is set, x is in milliseconds since 1970. */
export const chartSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('line'),
    ...axes,
    series: z.array(z.object({ name: z.string(), points })),
    /** Draws the diagonal that a guess would give. */
    diagonal: z.boolean().optional(),
    time: z.boolean().optional(),
  }),
  z.object({ type: z.literal('bar'), ...axes, bars: z.array(z.object({ label: z.string(), value: z.number() })) }),
  z.object({
    type: z.literal('confusion'),
    ...named,
    labels: z.array(z.string()),
    /** `counts[actual][predicted]`. */
    counts: z.array(z.array(z.number())),
    /** Where the rows are that were counted; charts of earlier versions, and those whose rows no condition finds, do not say. */
    rows: z.object({
      /** Hash of the table. */
      table: z.string().regex(/^[0-9a-f]{64}$/),
      /** For each label, what rows meet that are it, and what rows meet that were predicted as it. */
      actual: z.array(z.array(conditionSchema)),
      predicted: z.array(z.array(conditionSchema)),
    }).optional(),
  }),
  z.object({
    type: z.literal('histogram'),
    ...axes,
    /** One more than the counts of each series. */
    edges: z.array(z.number()),
    series: z.array(z.object({ name: z.string(), counts: z.array(z.number()) })),
    time: z.boolean().optional(),
  }),
  z.object({ type: z.literal('scatter'), ...axes, series: z.array(z.object({ name: z.string(), points })), time: z.boolean().optional() }),
  z.object({
    type: z.literal('box'),
    ...axes,
    boxes: z.array(z.object({
      label: z.string(),
      count: z.number(),
      /** Ends of the whiskers. */
      low: z.number(),
      high: z.number(),
      quartiles: z.tuple([z.number(), z.number(), z.number()]),
      /** Values beyond the whiskers; the outermost of them are `outliers`. */
      beyond: z.number(),
      outliers: z.array(z.number()),
    })),
  }),
  z.object({
    type: z.literal('heat'),
    ...axes,
    /** What the colour of a cell says. */
    value: z.string(),
    xLabels: z.array(z.string()),
    yLabels: z.array(z.string()),
    /** `values[y][x]`; null where there is nothing. */
    values: z.array(z.array(z.number().nullable())),
  }),
]);
export type Chart = z.infer<typeof chartSchema>;
