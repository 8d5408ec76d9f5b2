import { z } from 'zod';
import { artifactRefSchema, givenOutputsSchema } from './artifact.ts';
import { inputValuesSchema } from './inputs/workflow-input.ts';
import { phraseSchema } from './phrase.ts';
import { runScopeSchema } from './run-scope.ts';

/** Why an attempt failed: the user's to fix, the machine's, or too slow. */
export const nodeErrorSchema = z.object({
  kind: z.enum(['user', 'infrastructure', 'timeout']),
  message: z.string(),
  /** The message as a template and what stands in it, for readers of other languages. */
  words: phraseSchema.optional(),
});
export type NodeError = z.infer<typeof nodeErrorSchema>;

/**
 * What went into a node beside its parameters and wires, which the run's workflow version holds: the plugin, the content hash at each
 * input port, the fingerprint of each file that a parameter names. Events of older versions lack it.
 */
export const recipeSchema = z.object({
  plugin: z.object({ name: z.string(), version: z.string(), codeHash: z.string() }),
  inputs: z.record(z.string(), z.string()),
  files: z.record(z.string(), z.string()),
});
export type Recipe = z.infer<typeof recipeSchema>;

/** What an attempt used, as its worker process measured it; how much memory it had at most where the system tells. Events of older versions lack it. */
export const attemptUsageSchema = z.object({ cpuSeconds: z.number().nonnegative(), peakMemoryBytes: z.number().nonnegative().optional() });
export type AttemptUsage = z.infer<typeof attemptUsageSchema>;

const at = { nodeId: z.string() };
const attempt = { ...at, attempt: z.number().int().positive() };
const usage = attemptUsageSchema.optional();
const outputs = z.record(z.string(), artifactRefSchema);

export const logLineSchema = z.object({ level: z.enum(['debug', 'info', 'warn', 'error']), message: z.string() });
export type LogLine = z.infer<typeof logLineSchema>;

export const metricPointSchema = z.object({ name: z.string(), step: z.number(), value: z.number() });
export type MetricPoint = z.infer<typeof metricPointSchema>;

/** How far an attempt is. `fraction` is in [0, 1]; `etaSeconds` the time left; `detail` what the node adds (epoch, loss, …). */
export const progressSchema = z.object({
  fraction: z.number().min(0).max(1),
  message: z.string().optional(),
  etaSeconds: z.number().nonnegative().optional(),
  detail: z.record(z.string(), z.union([z.number(), z.string()])).optional(),
});
export type Progress = z.infer<typeof progressSchema>;

export const runTriggerSchema = z.object({
  kind: z.enum(['manual', 'schedule', 'sample', 'sweep']),
  triggerId: z.string().optional(),
  scheduledFor: z.string().optional(),
  /** The sweep that the run is a trial of, and the inputs that it varies. */
  sweepId: z.string().optional(),
  vary: z.array(z.string()).optional(),
  /** The run that failed or was cancelled, and that this one goes on from. */
  again: z.object({ runId: z.string(), number: z.number().int() }).optional(),
});
export type RunTrigger = z.infer<typeof runTriggerSchema>;

export const runOutcomes = ['succeeded', 'failed', 'cancelled'] as const;

/** The facts a run is made of, without the place they take in its log. */
export const runEventBodySchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('run.queued'),
    number: z.number().int().positive(),
    workflowId: z.string(),
    workflowVersion: z.number().int().positive(),
    /** Nodes out of the scope are not among them. */
    nodeIds: z.array(z.string()),
    trigger: runTriggerSchema,
    /** As it was asked for; without it, all nodes run. */
    scope: runScopeSchema.optional(),
    /** Nodes that run again although their outputs are known. */
    forced: z.array(z.string()).optional(),
    /** By the node: what nodes of the run read from nodes that are not in it. */
    given: z.record(z.string(), givenOutputsSchema).optional(),
    /** The values of the workflow's inputs, defaults included; absent when it has none. */
    inputs: inputValuesSchema.optional(),
  }),
  z.object({ type: z.literal('run.started') }),
  z.object({ type: z.literal('run.pauseRequested') }),
  /** No attempt is alive any more; nothing starts until it is resumed. */
  z.object({ type: z.literal('run.paused') }),
  z.object({ type: z.literal('run.resumed') }),
  z.object({ type: z.literal('run.cancelRequested') }),
  z.object({ type: z.literal('run.finished'), outcome: z.enum(runOutcomes), message: z.string().optional(), words: phraseSchema.optional() }),
  z.object({ type: z.literal('node.started'), ...attempt, key: z.string() }),
  z.object({ type: z.literal('node.progress'), ...attempt, progress: progressSchema }),
  z.object({ type: z.literal('node.metrics'), ...attempt, points: z.array(metricPointSchema) }),
  z.object({ type: z.literal('node.log'), ...attempt, lines: z.array(logLineSchema) }),
  z.object({ type: z.literal('node.succeeded'), ...attempt, key: z.string(), outputs, recipe: recipeSchema.optional(), usage }),
  z.object({
    type: z.literal('node.reused'),
    ...at,
    key: z.string(),
    outputs,
    from: z.object({ runId: z.string(), number: z.number().int() }),
    reason: z.string(),
    words: phraseSchema.optional(),
    recipe: recipeSchema.optional(),
    /** The document says that it has these outputs, whatever it would make. */
    pinned: z.literal(true).optional(),
  }),
  z.object({ type: z.literal('node.failed'), ...attempt, error: nodeErrorSchema, willRetry: z.boolean(), recipe: recipeSchema.optional(), usage }),
  /** The attempt ended for a pause of the run; it counts as no failure. */
  z.object({ type: z.literal('node.paused'), ...attempt, usage }),
  z.object({ type: z.literal('node.skipped'), ...at, because: z.string(), words: phraseSchema.optional() }),
  z.object({ type: z.literal('node.cancelled'), ...at }),
]);
export type RunEventBody = z.infer<typeof runEventBodySchema>;

/** A fact about a run. `seq` counts from 1 without a gap within the run; `at` is ISO 8601, UTC. */
export const runEventSchema = z
  .object({ runId: z.string(), seq: z.number().int().positive(), at: z.string() })
  .and(runEventBodySchema);
export type RunEvent = { readonly runId: string; readonly seq: number; readonly at: string } & RunEventBody;
