// A node of one type in the place of another, with the wires that fit.
import { edgeId, fits, formatEndpoint, parseEndpoint, type Edge, type NodeManifest, type Workflow, type WorkflowNode } from '@millrace/workflow';

type Types = ReadonlyMap<string, NodeManifest>;

/** Puts a node of another type in a node's place: its id, its name, the parameters that the new type has too, and the wires that fit. `lost` are the others. */
export function replaceNode(workflow: Workflow, nodeId: string, type: NodeManifest, types: Types): { readonly document: Workflow; readonly lost: readonly Edge[] } {
  const known = new Map(workflow.nodes.map((node) => [node.id, node.id === nodeId ? type : types.get(node.type)]));
  const taken = new Set<string>();
  const lost: Edge[] = [];
  const edges = workflow.edges.flatMap((edge): Edge[] => {
    const [from, to] = [parseEndpoint(edge.from), parseEndpoint(edge.to)];
    if (from.node !== nodeId && to.node !== nodeId) return [edge];
    const outputs = portsAt(from.port, known.get(from.node)?.outputs, from.node === nodeId);
    const inputs = portsAt(to.port, known.get(to.node)?.inputs, to.node === nodeId);
    for (const output of outputs) {
      const input = inputs.find((port) => fits(output.kind, port.kind) && !taken.has(formatEndpoint({ node: to.node, port: port.name })));
      if (!input) continue;
      const end = formatEndpoint({ node: to.node, port: input.name });
      taken.add(end);
      return [{ from: formatEndpoint({ node: from.node, port: output.name }), to: end }];
    }
    lost.push(edge);
    return [];
  });
  const properties = Object.keys(type.params.properties ?? {});
  const replaced = ({ pinned: _ofTheOldType, ...node }: WorkflowNode) => ({ ...node, type: type.type, params: Object.fromEntries(Object.entries(node.params).filter(([name]) => properties.includes(name))) });
  const nodes = workflow.nodes.map((node) => (node.id === nodeId ? replaced(node) : node));
  return { document: { ...workflow, nodes, edges }, lost };
}

/** The types that may stand in a node's place, those that lose the fewest wires first; a node without wires may become any type of its category. */
export function replacements(workflow: Workflow, nodeId: string, types: Types): readonly NodeManifest[] {
  const node = workflow.nodes.find(({ id }) => id === nodeId);
  const wires = workflow.edges.filter(({ from, to }) => parseEndpoint(from).node === nodeId || parseEndpoint(to).node === nodeId);
  const category = types.get(node?.type ?? '')?.category;
  const rated = [...types.values()].filter(({ type }) => type !== node?.type).map((type) => ({ type, lost: replaceNode(workflow, nodeId, type, types).lost.length }));
  const fitting = rated.filter(({ type, lost }) => (wires.length === 0 ? type.category === category : lost < wires.length));
  return fitting.sort((a, b) => a.lost - b.lost || Number(b.type.category === category) - Number(a.type.category === category)).map(({ type }) => type);
}

/** The wires that do not fit, as people read them. */
export function wordsForWires(wires: readonly Edge[]): string {
  return wires.map((edge) => edgeId(edge).replace('->', ' → ')).join(', ');
}

/** The port itself first; of the node that is replaced, also its other ports. */
function portsAt<Port extends { readonly name: string; readonly kind: string }>(name: string, ports: readonly Port[] = [], isReplaced: boolean): readonly Port[] {
  const same = ports.filter((port) => port.name === name);
  return isReplaced ? [...same, ...ports.filter((port) => port.name !== name)] : same;
}
