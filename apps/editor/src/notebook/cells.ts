import { parseEndpoint, type Note, type Workflow, type WorkflowNode } from '@millrace/workflow';

/** One part of the notebook, from top to bottom. */
export type Cell = { readonly kind: 'node'; readonly id: string; readonly node: WorkflowNode } | { readonly kind: 'prose'; readonly id: string; readonly note: Note };

/**
 * The document from top to bottom: every node after those it reads from and, where that leaves a choice, as it stands on the
 * canvas, left to right, then top to bottom. Nodes on a cycle come last. Prose stands before the node that it names or, when
 * it names none, before the first node that is not left of it.
 */
export function cellsOf(workflow: Workflow): readonly Cell[] {
  const nodes = inOrder(workflow);
  const places = new Map(nodes.map((node, index) => [node.id, index]));
  const prose = new Map<number, Note[]>();
  for (const note of workflow.notes) {
    const named = note.before === undefined ? undefined : places.get(note.before);
    const at = named ?? placeByPosition(workflow, nodes, note.id);
    prose.set(at, [...(prose.get(at) ?? []), note]);
  }
  const before = (index: number) => (prose.get(index) ?? []).map((note): Cell => ({ kind: 'prose', id: note.id, note }));
  return [...nodes.flatMap((node, index): Cell[] => [...before(index), { kind: 'node', id: node.id, node }]), ...before(nodes.length)];
}

function placeByPosition(workflow: Workflow, nodes: readonly WorkflowNode[], noteId: string): number {
  const x = workflow.layout[noteId]?.[0] ?? 0;
  const found = nodes.findIndex((node) => (workflow.layout[node.id]?.[0] ?? 0) >= x);
  return found < 0 ? nodes.length : found;
}

function inOrder(workflow: Workflow): readonly WorkflowNode[] {
  const rank = ranks(workflow);
  const byId = new Map(workflow.nodes.map((node) => [node.id, node]));
  const followers = new Map<string, string[]>();
  const waitsFor = new Map<string, number>();
  for (const edge of workflow.edges) {
    const [from, to] = [parseEndpoint(edge.from).node, parseEndpoint(edge.to).node];
    if (!byId.has(from) || !byId.has(to)) continue;
    waitsFor.set(to, (waitsFor.get(to) ?? 0) + 1);
    followers.set(from, [...(followers.get(from) ?? []), to]);
  }
  const rankOf = (id: string) => rank.get(id) ?? 0;
  const ready = workflow.nodes.map((node) => node.id).filter((id) => !waitsFor.has(id)).sort((a, b) => rankOf(b) - rankOf(a));
  const order: WorkflowNode[] = [];
  // The node that comes next is the last of `ready`.
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    const node = byId.get(id);
    if (node) order.push(node);
    byId.delete(id);
    for (const follower of followers.get(id) ?? []) {
      const left = (waitsFor.get(follower) ?? 0) - 1;
      waitsFor.set(follower, left);
      if (left > 0) continue;
      const at = ready.findLastIndex((other) => rankOf(other) > rankOf(follower));
      ready.splice(at + 1, 0, follower);
    }
  }
  return [...order, ...byId.values()];
}

function ranks({ nodes, layout }: Workflow): ReadonlyMap<string, number> {
  const placed = nodes.map(({ id }, index) => ({ id, index, x: layout[id]?.[0] ?? 0, y: layout[id]?.[1] ?? 0 }));
  placed.sort((a, b) => a.x - b.x || a.y - b.y || a.index - b.index);
  return new Map(placed.map(({ id }, rank) => [id, rank]));
}
