import { Graph, layout } from '@dagrejs/dagre';
import { parseEndpoint, type Position, type Workflow } from '@millrace/workflow';

/** Places the nodes in layers from left to right (Sugiyama 1981, by dagre). Sizes are `[width, height]`; notes stay. */
export function tidied(workflow: Workflow, sizes: Readonly<Record<string, readonly [number, number]>>): Workflow {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 36, ranksep: 72 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of workflow.nodes) {
    const [width, height] = sizes[id] ?? [220, 110];
    graph.setNode(id, { width, height });
  }
  for (const edge of workflow.edges) graph.setEdge(parseEndpoint(edge.from).node, parseEndpoint(edge.to).node);
  layout(graph);
  const places = workflow.nodes.map(({ id }): [string, Position] => {
    const { x, y, width, height } = graph.node(id);
    return [id, [Math.round((x ?? 0) - width / 2), Math.round((y ?? 0) - height / 2)]];
  });
  return { ...workflow, layout: { ...workflow.layout, ...Object.fromEntries(places) } };
}
