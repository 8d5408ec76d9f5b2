// What the server works on now, what waits and why, as the engine knows it. Nothing of it is kept.
import { z } from 'zod';
import { phraseSchema } from './phrase.ts';

/** A node in a run, with what a page needs to name it. */
export const nodeInRunSchema = z.object({
  runId: z.string(),
  /** The run's. */
  number: z.number().int(),
  workflowId: z.string(),
  workflowName: z.string(),
  nodeId: z.string(),
  /** Given by a person. */
  name: z.string().optional(),
  /** The node's type. */
  type: z.string(),
});
export type NodeInRun = z.infer<typeof nodeInRunSchema>;

/** CPU cores, memory and GPUs. */
export const resourcesSchema = z.object({ cpu: z.number(), memoryMiB: z.number(), gpu: z.number() });
export const resourceNames = ['cpu', 'memoryMiB', 'gpu'] as const;
export type ResourceName = (typeof resourceNames)[number];

/** Why a node that has not ended does not run. */
export const waitReasonSchema = z.discriminatedUnion('kind', [
  /** Nodes that it reads from have not finished. */
  z.object({ kind: z.literal('upstream'), nodeIds: z.array(z.string()) }),
  /** The machine has no room: what of its needs is not free, and who has it; or it is not its turn. */
  z.object({
    kind: z.literal('room'),
    needs: resourcesSchema,
    lacks: z.array(z.enum(resourceNames)),
    holders: z.array(nodeInRunSchema),
    /** In the line of all that waits for room, from 1. */
    place: z.number().int().positive(),
    /** What stands before it in that line. */
    behind: nodeInRunSchema.optional(),
  }),
  /** Another node makes the same output now; this one will reuse it. */
  z.object({ kind: z.literal('sameOutput'), by: nodeInRunSchema.optional() }),
  /** Its last attempt failed; at `until` it is tried again. */
  z.object({ kind: z.literal('retry'), until: z.string(), failures: z.number().int(), mostFailures: z.number().int(), message: z.string(), words: phraseSchema.optional() }),
  /** The content of the files that its parameters name is looked at, to find out whether its outputs are known. */
  z.object({ kind: z.literal('reading') }),
  /** The run log cannot be reached; it is tried again, and until then nothing of the run goes on. */
  z.object({ kind: z.literal('log') }),
  z.object({ kind: z.literal('pausing') }),
  z.object({ kind: z.literal('paused') }),
]);
export type WaitReason = z.infer<typeof waitReasonSchema>;

/** Memory and processor time of a process and what it started. */
export const processUsageSchema = z.object({
  /** 100 is one core at work without a break. */
  cpuPercent: z.number().nonnegative(),
  memoryBytes: z.number().nonnegative(),
});
export type ProcessUsage = z.infer<typeof processUsageSchema>;

export const workingNodeSchema = nodeInRunSchema.extend({
  attempt: z.number().int().positive(),
  startedAt: z.string().optional(),
  takes: resourcesSchema,
  /** The operating system's number of the worker process that it runs in. */
  processId: z.number().int().optional(),
});
export type WorkingNode = z.infer<typeof workingNodeSchema>;

export const waitingNodeSchema = nodeInRunSchema.extend({ reason: waitReasonSchema });
export type WaitingNode = z.infer<typeof waitingNodeSchema>;

export const queueSchema = z.object({
  capacity: resourcesSchema,
  /** What of that nobody takes. */
  free: resourcesSchema,
  /** The runs that are worked on; one that is not among them has ended, or was not taken up yet. */
  runIds: z.array(z.string()),
  working: z.array(workingNodeSchema),
  /** The line first, in its order. Nodes that wait for others before them are among them only for the run that was asked about. */
  waiting: z.array(waitingNodeSchema),
  /** How many more wait than `waiting` tells of, without those that wait for others before them. */
  moreWaiting: z.number().int().nonnegative(),
});
export type Queue = z.infer<typeof queueSchema>;

/** What the attempts that run now use, by the process they run in. */
export const usageSchema = nodeInRunSchema.pick({ runId: true, nodeId: true }).extend({ attempt: z.number().int().positive(), ...processUsageSchema.shape });
export type Usage = z.infer<typeof usageSchema>;
