import { parseEndpoint, type Workflow } from './workflow.ts';

/**
 * Node ids so that every node comes after those it reads from, in document order where that leaves a choice (Kahn 1962).
 * `cycle` holds the ids that could not be ordered: those on a cycle and those behind one.
 */
export function topologicalOrder(workflow: Pick<Workflow, 'nodes' | 'edges'>): { readonly order: readonly string[]; readonly cycle: readonly string[] } {
  const waitsFor = new Map(workflow.nodes.map((node) => [node.id, 0]));
  const followers = new Map<string, string[]>();
  for (const edge of workflow.edges) {
    const from = parseEndpoint(edge.from).node;
    const to = parseEndpoint(edge.to).node;
    if (!waitsFor.has(from) || !waitsFor.has(to)) continue;
    waitsFor.set(to, (waitsFor.get(to) ?? 0) + 1);
    followers.set(from, [...(followers.get(from) ?? []), to]);
  }
  const order = workflow.nodes.map((node) => node.id).filter((id) => waitsFor.get(id) === 0);
  for (let next = 0; next < order.length; next++) {
    for (const follower of followers.get(order[next] ?? '') ?? []) {
      const left = (waitsFor.get(follower) ?? 0) - 1;
      waitsFor.set(follower, left);
      if (left === 0) order.push(follower);
    }
  }
  const ordered = new Set(order);
  return { order, cycle: workflow.nodes.map((node) => node.id).filter((id) => !ordered.has(id)) };
}

/** Ids of the nodes that read, directly or not, from the given ones; those are not included. */
export function descendants(workflow: Pick<Workflow, 'edges'>, ids: Iterable<string>): ReadonlySet<string> {
  const found = new Set<string>();
  const frontier = [...ids];
  for (let id = frontier.pop(); id !== undefined; id = frontier.pop()) {
    for (const edge of workflow.edges) {
      const to = parseEndpoint(edge.to).node;
      if (parseEndpoint(edge.from).node === id && !found.has(to)) {
        found.add(to);
        frontier.push(to);
      }
    }
  }
  return found;
}
