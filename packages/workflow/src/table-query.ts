// What may be asked of a table: conditions, an order, a chart. All of it is data with a schema; none of it is a query language.
import { z } from 'zod';

const column = z.string().min(1).max(1000);
const text = z.string().max(10_000);
const scalar = z.union([text, z.number(), z.boolean()]);

/** A condition on one column. A missing value passes `!=` and `is-missing` only. */
export const conditionSchema = z.discriminatedUnion('operator', [
  z.strictObject({ column, operator: z.enum(['=', '!=', '<', '<=', '>', '>=']), value: scalar }),
  /** `contains` looks for the text as it is, `matches` for a regular expression (RE2) anywhere in it. */
  z.strictObject({ column, operator: z.enum(['contains', 'matches']), value: text }),
  z.strictObject({ column, operator: z.literal('in'), value: z.array(scalar).max(100) }),
  z.strictObject({ column, operator: z.enum(['is-missing', 'is-not-missing']) }),
]);
export type Condition = z.infer<typeof conditionSchema>;

/** Rows that meet every condition, in an order; rows that are equal in it keep theirs, missing values come last. */
export const tableQuerySchema = z.strictObject({
  filter: z.array(conditionSchema).max(30).default([]),
  sort: z.array(z.strictObject({ column, descending: z.boolean().default(false) })).max(10).default([]),
  /** All when left out. */
  columns: z.array(column).min(1).max(2000).optional(),
});
export type TableQuery = z.output<typeof tableQuerySchema>;

export const chartAggregates = ['count', 'mean', 'median', 'sum', 'min', 'max'] as const;
const aggregate = z.enum(chartAggregates).optional();

/** A chart of a table: what is drawn along which axis. The rows are counted, aggregated or sampled by the server. */
export const chartRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('histogram'), x: column, by: column.optional(), bins: z.int().min(1).max(500).optional() }),
  z.strictObject({ type: z.literal('bar'), x: column, y: column.optional(), aggregate }),
  z.strictObject({ type: z.literal('line'), x: column.optional(), y: z.array(column).min(1).max(8), aggregate }),
  z.strictObject({ type: z.literal('scatter'), x: column, y: column, by: column.optional() }),
  z.strictObject({ type: z.literal('box'), y: column, by: column.optional() }),
  z.strictObject({ type: z.literal('heat'), x: column, y: column, value: column.optional(), aggregate }),
]);
export type ChartRequest = z.infer<typeof chartRequestSchema>;

/** How one label of a table of predictions was predicted. */
export const predictionFiguresSchema = z.object({
  /** What the model knows. */
  labels: z.array(z.string()),
  /** Labels that occur, and `counts[actual][predicted]` by their places. */
  names: z.array(z.string()),
  counts: z.array(z.array(z.number())),
  label: z.string(),
  positives: z.number(),
  negatives: z.number(),
  /** From the highest threshold down: rows whose probability is at least that. */
  curve: z.array(z.object({ threshold: z.number(), truePositives: z.number(), falsePositives: z.number() })),
  rocAuc: z.number().nullable(),
  averagePrecision: z.number().nullable(),
  calibration: z.array(z.object({ predicted: z.number(), observed: z.number(), count: z.number() })),
  brier: z.number().nullable(),
});
export type PredictionFigures = z.infer<typeof predictionFiguresSchema>;
