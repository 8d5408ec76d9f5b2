import { label, parseEndpoint, topologicalOrder, type ArtifactRef, type NodeManifest, type Run, type Workflow, type WorkflowNode } from '@millrace/workflow';

export interface Wire {
  readonly from: string;
  readonly output: string;
  readonly input: string;
}

/** A workflow as `decide` reads it. */
export interface WorkflowGraph {
  /** Every node that is not behind a cycle, after those that it reads from. */
  readonly order: readonly WorkflowNode[];
  /** Nodes on a cycle or behind one. */
  readonly cycle: readonly string[];
  readonly nodes: ReadonlyMap<string, WorkflowNode>;
  /** The wires into each node. */
  readonly wires: ReadonlyMap<string, readonly Wire[]>;
}

const graphs = new WeakMap<Workflow, WorkflowGraph>();

/** The graph of a workflow; made once for each document. */
export function graphOf(workflow: Workflow): WorkflowGraph {
  const known = graphs.get(workflow);
  if (known) return known;
  const nodes = new Map(workflow.nodes.map((node) => [node.id, node]));
  const wires = new Map<string, Wire[]>(workflow.nodes.map((node) => [node.id, []]));
  for (const edge of workflow.edges) {
    const from = parseEndpoint(edge.from);
    const to = parseEndpoint(edge.to);
    wires.get(to.node)?.push({ from: from.node, output: from.port, input: to.port });
  }
  const { order, cycle } = topologicalOrder(workflow);
  const graph = { order: order.flatMap((id) => nodes.get(id) ?? []), cycle, nodes, wires };
  graphs.set(workflow, graph);
  return graph;
}

/** What the wires bring to a node whose inputs are all there. */
export function inputsOf(graph: WorkflowGraph, run: Run, nodeId: string): Record<string, ArtifactRef> {
  const inputs: Record<string, ArtifactRef> = {};
  for (const { from, output, input } of graph.wires.get(nodeId) ?? []) {
    const artifact = (run.nodes[from] ?? run.given?.[from])?.outputs[output];
    if (artifact) inputs[input] = artifact;
  }
  return inputs;
}

/** How a sentence about a run calls a node. */
export function nameOf(graph: WorkflowGraph, nodeId: string): string {
  return label(graph.nodes.get(nodeId) ?? { id: nodeId });
}

/** The node type of a node; undefined when it is not installed. */
export function manifestOf(workflow: Workflow, manifests: ReadonlyMap<string, NodeManifest>, nodeId: string): NodeManifest | undefined {
  return manifests.get(graphOf(workflow).nodes.get(nodeId)?.type ?? '');
}
