import { z } from 'zod';
import { inputValuesSchema, inputValueSchema } from '../inputs/workflow-input.ts';

export const mostTrials = 200;

/** The values that one input of the workflow takes in a sweep: a list, or a range of numbers. */
export const variedInputSchema = z.union([
  z.strictObject({ input: z.string().max(64), values: z.array(inputValueSchema).min(1).max(mostTrials) }),
  z.strictObject({
    input: z.string().max(64),
    from: z.number(),
    to: z.number(),
    /** How many values a grid takes, evenly apart, both ends among them. A random search draws from the whole range. */
    steps: z.number().int().min(1).max(mostTrials).default(3),
    /** `log`: evenly apart in their logarithm, as learning rates are. Both ends are then above 0. */
    scale: z.enum(['linear', 'log']).default('linear'),
    /** Only whole numbers. */
    whole: z.boolean().default(false),
  }).refine(({ from, to, scale }) => scale === 'linear' || (from > 0 && to > 0), 'A logarithmic range needs both ends above 0'),
]);

export const sweepRequestSchema = z.strictObject({
  /** The latest when left out. */
  version: z.number().int().positive().optional(),
  vary: z.array(variedInputSchema).min(1).max(10),
  /** `grid`: every combination. `random`: as many drawn ones as `trials` says (Bergstra and Bengio 2012, https://jmlr.org/papers/v13/bergstra12a.html). */
  method: z.enum(['grid', 'random']).default('grid'),
  trials: z.number().int().min(1).max(mostTrials).default(10),
  /** The same seed draws the same values. */
  seed: z.number().int().min(0).max(2 ** 31 - 1).default(42),
  /** Values of the inputs that stay the same in all trials; the others have their defaults. */
  inputs: inputValuesSchema.optional(),
});

/** How one trial did. */
export const trialSchema = z.object({
  runId: z.string(),
  number: z.number().int(),
  state: z.string(),
  /** Of the varied inputs. */
  inputs: inputValuesSchema,
  /** What its nodes said at last, by `metric`, or by `node: metric` where several nodes have one of that name. */
  metrics: z.record(z.string(), z.number()),
  seconds: z.number().optional(),
  /** Steps that an earlier run or another trial had computed already. */
  reused: z.number().int(),
  steps: z.number().int(),
});
export const sweepSchema = z.object({
  id: z.string(),
  workflowId: z.string(),
  workflowVersion: z.number().int(),
  startedAt: z.string(),
  /** The varied inputs. */
  inputs: z.array(z.string()),
  trials: z.array(trialSchema),
});
export const sweepSummarySchema = sweepSchema.omit({ trials: true, inputs: true }).extend({ trials: z.number().int(), finished: z.number().int() });

export type VariedInput = z.infer<typeof variedInputSchema>;
export type SweepRequest = z.infer<typeof sweepRequestSchema>;
export type SweepTrial = z.infer<typeof trialSchema>;
export type Sweep = z.infer<typeof sweepSchema>;
export type SweepSummary = z.infer<typeof sweepSummarySchema>;
export type VariedValues = Readonly<Record<string, string | number | boolean>>;

/** How many combinations a grid has. */
export function gridSize(vary: readonly VariedInput[]): number {
  return vary.reduce((product, varied) => product * gridValues(varied).length, 1);
}

/** The values of the varied inputs, trial by trial; none twice. Throws a RangeError when there are more than `mostTrials`. */
export function sweepTrials({ vary, method, trials, seed }: Pick<SweepRequest, 'vary' | 'method' | 'trials' | 'seed'>): VariedValues[] {
  if (method === 'grid') {
    const size = gridSize(vary);
    if (size > mostTrials) throw new RangeError(`A grid of ${size} combinations is more than the ${mostTrials} that a sweep may have: take fewer values, or draw them (random)`);
    return vary.reduce<VariedValues[]>((rows, varied) => rows.flatMap((row) => gridValues(varied).map((taken) => ({ ...row, [varied.input]: taken }))), [{}]);
  }
  const draw = mulberry32(seed);
  const found = new Map<string, VariedValues>();
  for (let attempt = 0; found.size < trials && attempt < 50 * trials; attempt++) { // few combinations may be all there are
    const row = Object.fromEntries(vary.map((varied) => [varied.input, drawn(varied, draw())]));
    found.set(JSON.stringify(row), row);
  }
  return [...found.values()];
}

function gridValues(varied: VariedInput): readonly (string | number | boolean)[] {
  if ('values' in varied) return [...new Set(varied.values)];
  const { steps } = varied;
  return [...new Set(Array.from({ length: steps }, (_, step) => between(varied, steps === 1 ? 0 : step / (steps - 1))))];
}

function drawn(varied: VariedInput, share: number): string | number | boolean {
  if ('values' in varied) return varied.values[Math.floor(share * varied.values.length)] ?? varied.values[0] ?? 0;
  return between(varied, share);
}

/** The value at a share of the way, to six digits, so that it can be read. */
function between({ from, to, scale, whole }: Exclude<VariedInput, { values: unknown }>, share: number): number {
  const exact = scale === 'log' ? Math.exp(Math.log(from) + share * (Math.log(to) - Math.log(from))) : from + share * (to - from);
  return whole ? Math.round(exact) : Number(exact.toPrecision(6));
}

/** Uniform in [0, 1); Tommy Ettinger's mulberry32. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
