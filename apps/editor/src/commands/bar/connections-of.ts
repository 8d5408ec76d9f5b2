import { descendants, fits, type Edge, type NodeManifest, type Position, type Workflow } from '@millrace/workflow';
import { t } from '../../i18n/i18n.ts';

/** A wire that could lead from or to a node. */
export interface PossibleWire {
  readonly edge: Edge;
  /** The ports at its ends, as people read them. */
  readonly from: string;
  readonly to: string;
  readonly doesFit: boolean;
}

/** Every wire between a node and the others that is not there yet: first those that fit, the same kind before any other and the nearest first; then those that do not. */
export function connectionsOf(workflow: Workflow, nodeId: string, types: ReadonlyMap<string, NodeManifest>): readonly PossibleWire[] {
  const node = workflow.nodes.find(({ id }) => id === nodeId);
  const manifest = types.get(node?.type ?? '');
  if (!node || !manifest) return [];
  const after = descendants(workflow, [nodeId]);
  const before = descendants({ edges: workflow.edges.map(({ from, to }) => ({ from: to, to: from })) }, [nodeId]);
  const taken = new Set(workflow.edges.map(({ to }) => to));
  const own = node.name ?? t(manifest.title);
  const wires = workflow.nodes.filter(({ id }) => id !== nodeId).flatMap((other) => {
    const their = types.get(other.type);
    const name = other.name ?? t(their?.title ?? other.id);
    const wire = (from: Port, to: Port): (PossibleWire & { readonly same: boolean; readonly far: number }) => {
      const edge = { from: `${from.node}.${from.name}`, to: `${to.node}.${to.name}` };
      const closesCycle = from.node === nodeId ? before.has(to.node) : after.has(from.node);
      return { edge, from: from.words, to: to.words, doesFit: fits(from.kind, to.kind) && !taken.has(edge.to) && !closesCycle, same: from.kind === to.kind, far: distance(workflow, nodeId, other.id) };
    };
    const portsOf = (id: string, title: string, ports: NodeManifest['inputs'] = []): readonly Port[] => ports.map((port) => ({ node: id, name: port.name, kind: port.kind, words: `${title} · ${t(port.title ?? port.name)}` }));
    const out = portsOf(nodeId, own, manifest.outputs).flatMap((from) => portsOf(other.id, name, their?.inputs).map((to) => wire(from, to)));
    const back = portsOf(other.id, name, their?.outputs).flatMap((from) => portsOf(nodeId, own, manifest.inputs).map((to) => wire(from, to)));
    return [...out, ...back];
  });
  const there = new Set(workflow.edges.map(({ from, to }) => `${from} ${to}`));
  return wires.filter(({ edge }) => !there.has(`${edge.from} ${edge.to}`)).sort((a, b) => Number(b.doesFit) - Number(a.doesFit) || Number(b.same) - Number(a.same) || a.far - b.far)
    .map(({ edge, from, to, doesFit }) => ({ edge, from, to, doesFit }));
}

interface Port {
  readonly node: string;
  readonly name: string;
  readonly kind: NodeManifest['inputs'][number]['kind'];
  readonly words: string;
}

function distance({ layout }: Workflow, a: string, b: string): number {
  const [[ax, ay], [bx, by]]: readonly [Position, Position] = [layout[a] ?? [0, 0], layout[b] ?? [0, 0]];
  return Math.hypot(ax - bx, ay - by);
}
