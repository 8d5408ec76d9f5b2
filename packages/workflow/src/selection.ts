import { z } from 'zod';
import { withContents } from './subflows.ts';
import { say } from './phrase.ts';
import { WorkflowFormatError } from './workflow-format-error.ts';
import { edgeSchema, groupSchema, noteSchema, parseEndpoint, subflowSchema, workflowNodeSchema, workflowSchema, type Workflow } from './workflow.ts';

/** A part of a workflow as it lies on the clipboard: nodes and notes, the wires among the nodes, the groups that are whole in it, and where all of it stood. */
export const selectionSchema = z.strictObject({
  millraceSelection: z.literal(1),
  nodes: z.array(workflowNodeSchema).max(10_000),
  edges: z.array(edgeSchema).max(50_000),
  notes: z.array(noteSchema).max(1_000),
  groups: z.array(groupSchema).max(1_000).optional(),
  subflows: z.array(subflowSchema).max(1_000).optional(),
  layout: workflowSchema.shape.layout,
}).refine(({ nodes, notes, groups = [], subflows = [] }) => new Set([...nodes, ...notes, ...groups, ...subflows].map(({ id }) => id)).size === nodes.length + notes.length + groups.length + subflows.length, 'Two of its nodes, notes, groups or sub-workflows have the same id');
export type Selection = z.infer<typeof selectionSchema>;

/** The named nodes, notes and sub-workflows of a workflow with all that these hold, and the wires that begin and end among them, and the groups of which all is named. */
export function selectionOf(workflow: Workflow, named: ReadonlySet<string>): Selection {
  const ids = withContents(workflow, named);
  const subflows = (workflow.subflows ?? []).filter(({ id }) => ids.has(id));
  const nodes = workflow.nodes.filter(({ id }) => ids.has(id));
  const among = new Set(nodes.map(({ id }) => id));
  const groups = (workflow.groups ?? []).filter(({ members }) => members.length > 0 && members.every((id) => ids.has(id)));
  return {
    millraceSelection: 1,
    nodes,
    edges: workflow.edges.filter(({ from, to }) => among.has(parseEndpoint(from).node) && among.has(parseEndpoint(to).node)),
    notes: workflow.notes.filter(({ id }) => ids.has(id)),
    ...(groups.length === 0 ? {} : { groups }),
    ...(subflows.length === 0 ? {} : { subflows }),
    layout: Object.fromEntries(Object.entries(workflow.layout).filter(([id]) => ids.has(id))),
  };
}

/** Reads a selection from text of anybody's making. Throws a WorkflowFormatError. */
export function parseSelection(text: string): Selection {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new WorkflowFormatError(say`The clipboard does not hold nodes or notes: copy some from a workflow first`, { cause });
  }
  if (typeof value !== 'object' || value === null || !('millraceSelection' in value)) {
    throw new WorkflowFormatError(say`The clipboard holds JSON, but no nodes or notes that were copied from a workflow`);
  }
  const result = selectionSchema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.slice(0, 3).map((issue) => (issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message));
  throw new WorkflowFormatError(say`What was copied cannot be read. ${problems.join('; ')}`);
}
