import { z } from 'zod';
import { runSummarySchema } from './api.ts';
import { nodeRecordSchema, type NodeRecord } from './node-record.ts';

/** Where a version of a model came from: the run that saved it, and each step that it needed. */
export const modelLineageSchema = z.object({
  run: runSummarySchema,
  workflow: z.object({ name: z.string(), description: z.string().optional() }),
  /** Each after those it needed, with its parameters, the hash of its plugin's code and the fingerprints of the files it read. */
  steps: z.array(nodeRecordSchema.extend({ name: z.string().optional() })),
});
export type ModelLineage = z.infer<typeof modelLineageSchema>;

/**
 * The records of a run that content of this hash came from, by the hashes of what went in and came out, each after those it needed.
 * A node whose outputs nobody used on the way is not among them; no record is when none of them made the content.
 */
export function recordsBehind(hash: string, records: readonly NodeRecord[]): NodeRecord[] {
  const behind = new Set<NodeRecord>();
  const traced = new Set<string>();
  const trace = (wanted: string): void => {
    if (traced.has(wanted)) return;
    traced.add(wanted);
    for (const record of records) {
      const inputs = Object.values(record.recipe?.inputs ?? {});
      const passedOn = inputs.includes(wanted);
      if (passedOn || !Object.values(record.outputs).some((output) => output.hash === wanted)) continue;
      for (const input of inputs) trace(input);
      behind.add(record);
    }
  };
  trace(hash);
  return [...behind];
}
