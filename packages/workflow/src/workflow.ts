import { z } from 'zod';
import { givenOutputsSchema } from './artifact.ts';
import { inputValuesSchema, workflowInputSchema } from './inputs/workflow-input.ts';

/** The document format written by this version of Millrace. */
export const currentFormat = 1;

const identifier = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$/, 'Use letters, digits, "-" and "_", at most 64 of them');
const endpoint = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}\.[A-Za-z0-9_-]{1,64}$/, 'Write "node.port"');

/** One step: a node type plus its parameters. Parameters are checked against the node type by `validate`. */
export const workflowNodeSchema = z.strictObject({
  id: identifier,
  type: z.string().min(1).max(128),
  name: z.string().max(200).optional(),
  /** A run skips it and all that depends on it. */
  disabled: z.literal(true).optional(),
  /** A run does not run it: what follows gets these outputs, whatever is before. */
  pinned: givenOutputsSchema.optional(),
  /** The sub-workflow in which it stands; without it, in none. */
  within: identifier.optional(),
  /** A value, at any depth, may be an expression over the inputs of the workflow: `{ "$expression": "inputs.rows * 0.2" }`, or the name of a secret: `{ "$secret": "hub-token" }`. */
  params: z.record(z.string(), z.json()).default({}),
});

/** A wire from `node.port` to `node.port`. */
export const edgeSchema = z.strictObject({ from: endpoint, to: endpoint });

/** Prose on the canvas and in the notebook, Markdown. `before` names the node that it introduces in the notebook; without it, its place on the canvas tells. */
export const noteSchema = z.strictObject({ id: identifier, text: z.string().max(20_000), before: identifier.optional(), within: identifier.optional() });

/**
 * A part of the workflow that is shown as one card and opened by itself. What it holds names it in `within`; its ports follow
 * from the wires, and what runs does not know of it.
 */
export const subflowSchema = z.strictObject({
  id: identifier,
  name: z.string().max(200),
  /** The sub-workflow in which this one stands; without it, in none. */
  within: identifier.optional(),
  /** Parameters of nodes inside that are set from outside, in the order of the form. */
  promoted: z.array(z.strictObject({ node: identifier, parameter: z.string().min(1).max(200) })).max(200).default([]),
});

/** The colours that a group may have; the page knows their shades in light and dark. */
export const groupColors = ['blue', 'cyan', 'green', 'amber', 'orange', 'rose', 'violet', 'slate'] as const;

/** A titled frame around nodes and notes, drawn behind them; what runs does not know of it. Each is in one group at most. */
export const groupSchema = z.strictObject({
  id: identifier,
  title: z.string().max(200),
  color: z.enum(groupColors),
  /** Ids of nodes and notes. */
  members: z.array(identifier).max(11_000),
  /** It is shown as one card in place of what is in it. */
  folded: z.literal(true).optional(),
});

/** What starts a run by itself. */
export const triggerSchema = z.discriminatedUnion('type', [
  z.strictObject({
    id: identifier,
    type: z.literal('schedule'),
    cron: z.string().min(1).max(200),
    timeZone: z.string().min(1).max(64).default('UTC'),
    enabled: z.boolean().default(true),
    /** Values for the inputs of the workflow; the others have their defaults. */
    inputs: inputValuesSchema.optional(),
  }),
]);

const position = z.tuple([z.number(), z.number()]);

/**
 * The saved document. Layout stands apart from meaning, so that moving a node never changes what a diff shows of the
 * pipeline itself.
 */
export const workflowSchema = z.strictObject({
  millrace: z.literal(currentFormat),
  name: z.string().min(1).max(200),
  description: z.string().max(20_000).optional(),
  /** What a run is given. */
  inputs: z.array(workflowInputSchema).max(100).optional(),
  nodes: z.array(workflowNodeSchema).max(10_000),
  edges: z.array(edgeSchema).max(50_000),
  notes: z.array(noteSchema).max(1_000).default([]),
  triggers: z.array(triggerSchema).max(100).default([]),
  /** Absent when there are none. */
  groups: z.array(groupSchema).max(1_000).optional(),
  /** Absent when there are none. */
  subflows: z.array(subflowSchema).max(1_000).optional(),
  layout: z.record(z.string(), position).default({}),
});

export type Workflow = z.infer<typeof workflowSchema>;
export type WorkflowNode = z.infer<typeof workflowNodeSchema>;
export type Edge = z.infer<typeof edgeSchema>;
export type Note = z.infer<typeof noteSchema>;
export type Group = z.infer<typeof groupSchema>;
export type Subflow = z.infer<typeof subflowSchema>;
export type Trigger = z.infer<typeof triggerSchema>;
export type Position = z.infer<typeof position>;

export interface Endpoint {
  readonly node: string;
  readonly port: string;
}

/** Splits `node.port`. */
export function parseEndpoint(text: string): Endpoint {
  const dot = text.indexOf('.');
  return { node: text.slice(0, dot), port: text.slice(dot + 1) };
}

/** Joins a node id and a port name to the form edges use. */
export function formatEndpoint(endpoint: Endpoint): string {
  return `${endpoint.node}.${endpoint.port}`;
}

/** A workflow without nodes. */
export function emptyWorkflow(name: string): Workflow {
  return { millrace: currentFormat, name, nodes: [], edges: [], notes: [], triggers: [], layout: {} };
}
