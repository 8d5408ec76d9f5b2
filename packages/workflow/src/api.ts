import { z } from 'zod';
import { columnSchema } from './artifact.ts';
import { diagnosticSchema } from './diagnostic.ts';
import { inputValuesSchema } from './inputs/workflow-input.ts';
import { nodeManifestSchema, pluginStatusSchema } from './node-manifest.ts';
import { phraseSchema } from './phrase.ts';
import { runTriggerSchema } from './run-event.ts';
import { runScopeSchema } from './run-scope.ts';
import { workflowSchema } from './workflow.ts';

/** What every refused request is answered with. */
export const problemSchema = z.object({
  statusCode: z.number().int(),
  message: z.string(),
  /** The message as a template and what stands in it. */
  words: phraseSchema.optional(),
  diagnostics: z.array(diagnosticSchema).optional(),
});

export const nodeTypesSchema = z.object({ nodeTypes: z.array(nodeManifestSchema), plugins: z.array(pluginStatusSchema) });

export const workflowSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  version: z.number().int().positive(),
  updatedAt: z.string(),
});
export const workflowDetailSchema = workflowSummarySchema.extend({ document: workflowSchema });
export const workflowVersionSummarySchema = z.object({
  version: z.number().int().positive(),
  createdAt: z.string(),
  /** Given by a person; a version that a save made has none. */
  name: z.string().optional(),
  /** How many runs were of it. */
  runs: z.number().int().nonnegative(),
});
/** An empty name takes the name away. */
export const nameVersionSchema = z.object({ name: z.string().trim().max(200) });

/** A workflow to start from; its name and description say what it is good for. */
export const templateSchema = z.object({ id: z.string(), document: workflowSchema });

/** `document` is `unknown` at the door: it is migrated and parsed by `parseWorkflow`, whose errors say where. */
/** Whoever made the id may ask again when the answer was lost: one workflow is made, and the answer is how it stands. */
export const createWorkflowSchema = z.object({ document: z.unknown(), id: z.uuid().optional() });
/** A save names the version it was made from; another save in between answers 409 and overwrites nothing. */
export const saveWorkflowSchema = z.object({ document: z.unknown(), baseVersion: z.number().int().positive() });
export const validateWorkflowSchema = z.object({ document: z.unknown() });
/** The part of a document that decides which columns its tables have. */
export const columnsRequestSchema = z.object({ nodes: workflowSchema.shape.nodes, edges: workflowSchema.shape.edges, inputs: workflowSchema.shape.inputs });
export const knownColumnsSchema = z.object({
  /** By the output, as `node.port`; outputs whose columns are not known are left out. */
  columns: z.record(z.string(), z.array(columnSchema)),
  diagnostics: z.array(diagnosticSchema),
});
export const diagnosticsSchema = z.object({ diagnostics: z.array(diagnosticSchema) });

export const startRunSchema = z.object({
  /** The latest when left out. */
  version: z.number().int().positive().optional(),
  /** Values for the inputs of the workflow; the others have their defaults. */
  inputs: inputValuesSchema.optional(),
  /** A second request with the same key returns the first run. */
  idempotencyKey: z.string().min(1).max(128).optional(),
  /** Which part of the workflow runs; all of it when left out. */
  scope: runScopeSchema.optional(),
  /** A run of the same workflow that failed or was cancelled, and that this one goes on from; kept for people to see. */
  again: z.string().max(64).optional(),
});

export const runStates = ['queued', 'running', 'pausing', 'paused', 'cancelling', 'succeeded', 'failed', 'cancelled'] as const;
export const runSummarySchema = z.object({
  id: z.string(),
  number: z.number().int().positive(),
  workflowId: z.string(),
  workflowVersion: z.number().int().positive(),
  state: z.enum(runStates),
  trigger: runTriggerSchema,
  /** Which part of the workflow it runs; all of it when left out. */
  scope: runScopeSchema.optional(),
  queuedAt: z.string(),
  finishedAt: z.string().optional(),
  /** In alphabetical order. */
  tags: z.array(z.string()),
  /** Empty when there is none. */
  note: z.string(),
});

/** A word or a few by which people find a run again. */
export const runTagSchema = z.string().trim().min(1, 'a tag cannot be empty').max(40, 'a tag has at most 40 characters').regex(/^[^\p{Cc},]*$/u, 'a tag has no commas and no line breaks');
/** What people write about a run; what is left out stays as it is. */
export const runMarksSchema = z.strictObject({
  tags: z.array(runTagSchema).max(20, 'a run has at most 20 tags').optional(),
  note: z.string().max(2000, 'a note has at most 2000 characters').optional(),
}).refine(({ tags, note }) => tags !== undefined || note !== undefined, 'send tags, a note, or both');

/** A page of a table. A cell that was too long to send whole is `{ text, length }`. */
export const tableSliceSchema = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  offset: z.number().int(),
  totalRows: z.number().int(),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null(), z.object({ text: z.string(), length: z.number() })]))),
  /** Where each of the rows stands in the table as it is stored, from 0. */
  numbers: z.array(z.number().int()),
});

export const columnProfileSchema = z.object({
  name: z.string(),
  type: z.string(),
  count: z.number(),
  missing: z.number(),
  distinct: z.number(),
  min: z.union([z.number(), z.string(), z.null()]),
  max: z.union([z.number(), z.string(), z.null()]),
  mean: z.number().nullable(),
  standardDeviation: z.number().nullable().optional(),
  /** Values below which a share of the numbers lies, interpolated. */
  quantiles: z.array(z.object({ share: z.number(), value: z.number().nullable() })).optional(),
  /** Characters of a text. */
  length: z.object({ min: z.number(), max: z.number(), mean: z.number() }).optional(),
  /** Of numbers and times; times in milliseconds since 1970. */
  histogram: z.array(z.object({ from: z.number(), to: z.number(), count: z.number() })),
  /** The most frequent values; none where every value is another. */
  top: z.array(z.object({ value: z.string(), count: z.number() })),
});

/** Metrics: a flat record, plus a record for each class when there is one. */
export const metricsSchema = z.object({
  values: z.record(z.string(), z.number().nullable()),
  perClass: z.record(z.string(), z.record(z.string(), z.number().nullable())).optional(),
});
export type Metrics = z.infer<typeof metricsSchema>;

const resourceName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'Use lower-case letters, digits and "-"');

export const modelVersionSchema = z.object({
  model: z.string(),
  version: z.number().int().positive(),
  hash: z.string(),
  createdAt: z.string(),
  runId: z.string().optional(),
  metrics: z.record(z.string(), z.number().nullable()),
});
export const modelSchema = z.object({
  name: z.string(),
  versions: z.array(modelVersionSchema),
  aliases: z.record(z.string(), z.number().int()),
});
/** A movable name for a version, such as `champion`. A number would be taken for a version. */
export const modelAliasSchema = resourceName.regex(/[a-z]/, 'A name for a version needs a letter: a number would be taken for a version');
export const moveAliasSchema = z.object({ version: z.number().int().positive() });

export const deploymentStatuses = ['starting', 'ready', 'failed', 'stopped'] as const;
export const deploymentSchema = z.object({
  name: z.string(),
  model: z.string(),
  version: z.number().int().positive(),
  status: z.enum(deploymentStatuses),
  message: z.string().optional(),
  words: phraseSchema.optional(),
  updatedAt: z.string(),
});
export const createDeploymentSchema = z.object({
  name: resourceName,
  model: resourceName,
  /** The newest version when left out. */
  version: z.number().int().positive().optional(),
});
export { resourceName as resourceNameSchema };

/** At most 256 texts a request, each at most 100,000 characters. Nothing else is accepted. */
export const predictRequestSchema = z.strictObject({
  inputs: z.union([z.string().max(100_000), z.array(z.string().max(100_000)).min(1).max(256)]),
});
export const predictionSchema = z.object({
  label: z.string(),
  score: z.number(),
  probabilities: z.record(z.string(), z.number()),
});
export const predictResponseSchema = z.object({ predictions: z.array(predictionSchema) });

export const scheduleSchema = z.object({
  workflowId: z.string(),
  workflowName: z.string(),
  triggerId: z.string(),
  cron: z.string(),
  timeZone: z.string(),
  enabled: z.boolean(),
  /** The next five fires, ISO 8601, UTC. */
  nextFires: z.array(z.string()),
});
export const schedulePreviewSchema = z.object({ cron: z.string().min(1).max(200), timeZone: z.string().min(1).max(64).default('UTC') });
export const nextFiresSchema = z.object({ nextFires: z.array(z.string()) });

/** A file that workflows may read, by the path they write. */
export const fileSchema = z.object({ path: z.string(), bytes: z.number().int() });

export type Problem = z.infer<typeof problemSchema>;
export type KnownColumns = z.infer<typeof knownColumnsSchema>;
export type NodeTypes = z.infer<typeof nodeTypesSchema>;
export type WorkflowSummary = z.infer<typeof workflowSummarySchema>;
export type WorkflowDetail = z.infer<typeof workflowDetailSchema>;
export type Template = z.infer<typeof templateSchema>;
export type WorkflowVersionSummary = z.infer<typeof workflowVersionSummarySchema>;
export type RunSummary = z.infer<typeof runSummarySchema>;
export type RunMarks = z.infer<typeof runMarksSchema>;
export type TableSlice = z.infer<typeof tableSliceSchema>;
export type ColumnProfile = z.infer<typeof columnProfileSchema>;
export type ModelVersion = z.infer<typeof modelVersionSchema>;
export type Model = z.infer<typeof modelSchema>;
export type Deployment = z.infer<typeof deploymentSchema>;
export type CreateDeployment = z.infer<typeof createDeploymentSchema>;
export type PredictRequest = z.infer<typeof predictRequestSchema>;
export type PredictResponse = z.infer<typeof predictResponseSchema>;
export type Schedule = z.infer<typeof scheduleSchema>;
export type MillraceFile = z.infer<typeof fileSchema>;

/** Socket.IO messages. The client subscribes with the last `seq` it has; the answer is the gap, then events follow live. */
export interface ClientMessages {
  'run:subscribe': (request: { runId: string; after: number }, answer: (reply: { events: unknown[] } | { error: string }) => void) => void;
  'run:unsubscribe': (request: { runId: string }) => void;
  /** From now on `queue` and `usage` come; of nodes that wait for others before them, those of the named run. A second one takes the place of the first. */
  'queue:watch': (request: { runId?: string | undefined }, answer: (reply: { queue: unknown } | { error: string }) => void) => void;
  'queue:unwatch': () => void;
}
export interface ServerMessages {
  /** What happened in runs that are watched, in order; those of one transaction come together. */
  'run:events': (events: readonly unknown[]) => void;
  /** What runs now, what waits and why, when that has changed. */
  queue: (queue: unknown) => void;
  /** What the attempts that run now use, about once a second. */
  usage: (usage: unknown) => void;
  /** Something a list shows has changed; the client asks again for what it shows. */
  changed: (change: { what: 'workflows' | 'runs' | 'models' | 'deployments' | 'nodeTypes' | 'secrets'; id?: string }) => void;
}
