import { runStates, runTriggerSchema } from '@millrace/workflow';
import { z } from 'zod';

const instant = (about: string) => z.iso.datetime({ offset: true, error: 'must be an instant such as 2026-01-31T09:00:00Z' }).meta({ description: about })
  .transform((text) => new Date(text).toISOString()).optional();

/** What may be asked of the list of runs. */
export const runsQuerySchema = z.object({
  workflowId: z.string().max(64).optional(),
  state: z.string().max(200).meta({ description: `One or several of ${runStates.join(', ')}, with commas between them.` })
    .transform((text) => text.split(',').map((state) => state.trim())).pipe(z.array(z.enum(runStates))).optional(),
  trigger: runTriggerSchema.shape.kind.optional(),
  sweepId: z.string().max(64).optional(),
  from: instant('Queued then or later.'),
  to: instant('Queued before.'),
  tag: z.string().max(40).optional(),
  text: z.string().max(200).meta({ description: 'Words that a run must all have: in a tag, in its note, in the name of its workflow, as the start of its id, as its number (12) or as the version of its workflow (v3).' }).optional(),
  before: z.coerce.number().int().positive().meta({ description: 'The number of the last run of the page before.' }).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
}).refine(({ from, to }) => from === undefined || to === undefined || from < to, { path: ['to'], message: 'must come after from' });
