import { z } from 'zod';
import { runStates } from './api.ts';
import { artifactRefSchema, givenOutputsSchema } from './artifact.ts';
import { inputValuesSchema } from './inputs/workflow-input.ts';
import { attemptUsageSchema, nodeErrorSchema, progressSchema, recipeSchema, runTriggerSchema } from './run-event.ts';
import { phraseSchema } from './phrase.ts';
import { runScopeSchema } from './run-scope.ts';

const nodeRunSchema = z.object({
  nodeId: z.string(),
  state: z.enum(['waiting', 'running', 'retrying', 'paused', 'succeeded', 'reused', 'failed', 'skipped', 'cancelled']),
  attempt: z.number().int(),
  infrastructureFailures: z.number().int(),
  forced: z.literal(true).optional(),
  pinned: z.literal(true).optional(),
  key: z.string().optional(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  progress: progressSchema.optional(),
  metrics: z.record(z.string(), z.array(z.tuple([z.number(), z.number()]))),
  logLines: z.number().int(),
  outputs: z.record(z.string(), artifactRefSchema),
  error: nodeErrorSchema.optional(),
  reason: z.string().optional(),
  words: phraseSchema.optional(),
  recipe: recipeSchema.optional(),
  usage: attemptUsageSchema.optional(),
});

/** The fold of a run's events, as the API answers it. */
export const runSchema = z.object({
  id: z.string(),
  number: z.number().int(),
  workflowId: z.string(),
  workflowVersion: z.number().int(),
  trigger: runTriggerSchema,
  scope: runScopeSchema.optional(),
  inputs: inputValuesSchema.optional(),
  state: z.enum(runStates),
  message: z.string().optional(),
  words: phraseSchema.optional(),
  queuedAt: z.string(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  seq: z.number().int(),
  nodes: z.record(z.string(), nodeRunSchema),
  given: z.record(z.string(), givenOutputsSchema).optional(),
});
