import { z } from 'zod';
import { artifactRefSchema } from './artifact.ts';
import { resolveExpressions } from './inputs/expression-parameters.ts';
import { phraseSchema, type Phrase } from './phrase.ts';
import { recipeSchema, type RunEventBody } from './run-event.ts';
import { isSettled, type Run } from './run.ts';
import { parseEndpoint, type Workflow } from './workflow.ts';

/** A fact that ends a node's part in a run. A failure that is tried again does not. */
export type NodeEndBody = Extract<RunEventBody, { type: 'node.succeeded' | 'node.reused' | 'node.failed' | 'node.skipped' | 'node.cancelled' }>;

/** How a node ended, in which run of which workflow version. */
export interface NodeEnd {
  readonly runId: string;
  readonly number: number;
  readonly workflowVersion: number;
  readonly at: string;
  readonly body: NodeEndBody;
}

/** What a run recorded of a node: what it was, what went in, what came out. */
export const nodeRecordSchema = z.object({
  nodeId: z.string(),
  runId: z.string(),
  /** The run's. */
  number: z.number().int(),
  at: z.string(),
  state: z.enum(['succeeded', 'reused', 'failed', 'skipped', 'cancelled']),
  outputs: z.record(z.string(), artifactRefSchema),
  recipe: recipeSchema.optional(),
  /** Why it was reused, failed or was skipped. */
  message: z.string().optional(),
  words: phraseSchema.optional(),
  /** As in the run's workflow version. */
  type: z.string(),
  params: z.record(z.string(), z.json()),
  /** The `node.port` behind each input. */
  wires: z.record(z.string(), z.string()),
});
export type NodeRecord = z.infer<typeof nodeRecordSchema>;

/** The newest record of each node and, when that one has no outputs, the newest that has; and the fingerprints of their files now (null: not there). */
export const nodeRecordsSchema = z.object({ records: z.array(nodeRecordSchema), files: z.record(z.string(), z.string().nullable()) });

/** Whether the fact says how a node ended in its run. Pinned outputs say nothing of the node. */
export function isNodeEnd(body: RunEventBody): body is NodeEndBody {
  return body.type === 'node.succeeded' || (body.type === 'node.reused' && !body.pinned) || body.type === 'node.skipped' || body.type === 'node.cancelled' || (body.type === 'node.failed' && !body.willRetry);
}

/** Whether the record has outputs that can be used. */
export function hasMade(record: NodeRecord): boolean {
  return record.state === 'succeeded' || record.state === 'reused';
}

/** An end as a record; the version's expressions have been computed with the values that the run was given. Nothing when the run's workflow version has no such node. */
export function recordOfEnd({ runId, number, at, body }: NodeEnd, version: Workflow): NodeRecord | undefined {
  const made = body.type === 'node.succeeded' || body.type === 'node.reused';
  const message = body.type === 'node.failed' ? body.error.message : body.type === 'node.skipped' ? body.because : body.type === 'node.reused' ? body.reason : undefined;
  const words = body.type === 'node.failed' ? body.error.words : 'words' in body ? body.words : undefined;
  const recipe = 'recipe' in body ? body.recipe : undefined;
  const states = { 'node.succeeded': 'succeeded', 'node.reused': 'reused', 'node.failed': 'failed', 'node.skipped': 'skipped', 'node.cancelled': 'cancelled' } as const;
  return record(version, { nodeId: body.nodeId, runId, number, at, state: states[body.type], outputs: made ? body.outputs : {}, recipe, message, words });
}

/** The records of a run so far: one for each node that has ended in it. */
export function recordsOfRun(run: Run, document: Workflow): NodeRecord[] {
  const version = resolveExpressions(document, run.inputs).document;
  return Object.values(run.nodes).flatMap((node) => {
    const { nodeId, state, outputs, recipe, error, reason, words } = node;
    if (node.pinned || !isSettled(node) || state === 'waiting' || state === 'running' || state === 'retrying' || state === 'paused') return [];
    return record(version, { nodeId, runId: run.id, number: run.number, at: node.finishedAt ?? run.queuedAt, state, outputs, recipe, message: error?.message ?? reason, words: error ? error.words : words }) ?? [];
  });
}

type Ended = Pick<NodeRecord, 'nodeId' | 'runId' | 'number' | 'at' | 'state' | 'outputs'> & { readonly recipe: NodeRecord['recipe'] | undefined; readonly message: string | undefined; readonly words: Phrase | undefined };

function record(version: Workflow, { recipe, message, words, ...ended }: Ended): NodeRecord | undefined {
  const node = nodesOf(version).get(ended.nodeId);
  return node && { ...ended, ...(recipe ? { recipe } : {}), ...(message === undefined ? {} : { message }), ...(words ? { words } : {}), ...node };
}

const described = new WeakMap<Workflow, ReadonlyMap<string, Pick<NodeRecord, 'type' | 'params' | 'wires'>>>();

/** What each node of a document is; gathered once for each document. */
function nodesOf(workflow: Workflow): ReadonlyMap<string, Pick<NodeRecord, 'type' | 'params' | 'wires'>> {
  const known = described.get(workflow);
  if (known) return known;
  const nodes = new Map(workflow.nodes.map(({ id, type, params }) => [id, { type, params, wires: {} as Record<string, string> }]));
  for (const { from, to } of workflow.edges) {
    const { node, port } = parseEndpoint(to);
    const target = nodes.get(node);
    if (target) target.wires[port] = from;
  }
  described.set(workflow, nodes);
  return nodes;
}
