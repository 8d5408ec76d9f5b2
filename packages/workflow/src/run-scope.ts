// Which part of a workflow a run runs.
import { z } from 'zod';
import { closest } from './closest.ts';
import type { Diagnostic } from './diagnostic.ts';
import { say, type Phrase } from './phrase.ts';
import { parseEndpoint, type Workflow } from './workflow.ts';

const ids = z.array(z.string().min(1).max(64)).min(1).max(10_000);

/**
 * `only`: these nodes run again, and take what they read from earlier results. `to`: these nodes and all that they need. `from`:
 * these nodes and all that follows them run again; what is before is reused, and runs where it cannot be. With both, nothing
 * behind `to` runs.
 */
export const runScopeSchema = z.union([
  z.strictObject({ only: ids }),
  z.strictObject({ from: ids, to: ids.optional() }),
  z.strictObject({ to: ids }),
]);
export type RunScope = z.infer<typeof runScopeSchema>;

/** What a scope makes of a workflow. Node ids are in document order. */
export interface ScopedNodes {
  readonly nodeIds: readonly string[];
  /** Those of them that run although their outputs are known. */
  readonly forced: readonly string[];
  /** Nodes that are not among them, and whose earlier outputs they read. */
  readonly given: readonly string[];
}

/** The nodes that a run of this scope has; all of them without one. Ids that the workflow lacks are passed over: see `unknownNode`. */
export function scopedNodes(workflow: Pick<Workflow, 'nodes' | 'edges'>, scope: RunScope | undefined): ScopedNodes {
  const inOrder = (wanted: ReadonlySet<string>) => workflow.nodes.flatMap(({ id }) => (wanted.has(id) ? [id] : []));
  if (!scope) return { nodeIds: workflow.nodes.map(({ id }) => id), forced: [], given: [] };
  const pinned = new Set(workflow.nodes.flatMap((node) => (node.pinned ? [node.id] : [])));
  const wires = workflow.edges.map(({ from, to }) => [parseEndpoint(from).node, parseEndpoint(to).node] as const);
  if ('only' in scope) {
    const only = new Set(scope.only);
    const read = new Set(wires.flatMap(([from, to]) => (only.has(to) && !only.has(from) ? [from] : [])));
    return { nodeIds: inOrder(only), forced: inOrder(only), given: inOrder(read) };
  }
  const moving = wires.filter(([, to]) => !pinned.has(to)); // what is before a pinned node changes nothing behind it
  const forced = 'from' in scope ? reached(scope.from, moving) : new Set<string>();
  const needed = reached(scope.to ?? [...forced], moving.map(([from, to]) => [to, from]));
  return { nodeIds: inOrder(needed), forced: inOrder(needed).filter((id) => forced.has(id)), given: [] };
}

/** The sentence about the first node that the scope names and the workflow lacks; undefined when it has them all. */
export function unknownNode(workflow: Pick<Workflow, 'name' | 'nodes'>, scope: RunScope): Phrase | undefined {
  const known = new Set(workflow.nodes.map(({ id }) => id));
  const unknown = Object.values(scope).flat().find((id) => !known.has(id));
  if (unknown === undefined) return undefined;
  const called = workflow.nodes.find(({ name }) => name?.toLowerCase() === unknown.toLowerCase())?.id;
  const near = called ?? closest(unknown, [...known]);
  const hint = near !== undefined ? say`did you mean "${near}"?` : say`it has: ${[...known].slice(0, 12).join(', ')}${known.size > 12 ? ', …' : ''}`;
  return say`"${workflow.name}" has no node "${unknown}"; ${hint}`;
}

/** The starts and all that can be reached from them. */
function reached(starts: readonly string[], steps: readonly (readonly [from: string, to: string])[]): Set<string> {
  const next = new Map<string, string[]>();
  for (const [from, to] of steps) {
    const known = next.get(from);
    if (known) known.push(to);
    else next.set(from, [to]);
  }
  const found = new Set(starts);
  for (const id of found) for (const to of next.get(id) ?? []) found.add(to);
  return found;
}

/** What of it concerns a run of these nodes; of a wire's faults, those of wires that they read from. */
export function diagnosticsOfRun(diagnostics: readonly Diagnostic[], nodeIds: Iterable<string>): Diagnostic[] {
  const ids = new Set(nodeIds);
  return diagnostics.filter(({ nodeId, edge }) => {
    const concerned = edge === undefined ? nodeId : parseEndpoint(edge.slice(edge.indexOf('->') + 2)).node;
    return concerned === undefined || ids.has(concerned);
  });
}
