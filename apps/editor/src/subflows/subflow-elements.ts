import { canonicalJson, insideOf, type NodeManifest, type Subflow, type Workflow } from '@millrace/workflow';
import type { Edge as FlowEdge, Node as FlowNode } from '@xyflow/react';
import { beyond, beyondIds, cardsOf, crossingWires, portsOf, type FarPort, type Ports } from './level.ts';

export type SubflowElement = FlowNode<{ subflow: Subflow; inside: readonly string[]; ports: Ports }, 'subflow'>;
export type BeyondElement = FlowNode<{ side: 'inputs' | 'outputs'; ports: readonly FarPort[] }, 'beyond'>;

/** A wire of the canvas. */
type CrossingWire = FlowEdge<{ kind: string }, 'wire'>;

export interface Known {
  readonly id: string;
  readonly type?: string | undefined;
}

/** The cards of the sub-workflows on a level and, in an open one, what stands for the outside. What did not change is the same object as before. */
export function subflowElements(workflow: Workflow, subflowId: string | undefined, types: ReadonlyMap<string, NodeManifest>, before: readonly Known[]): readonly (SubflowElement | BeyondElement)[] {
  if (!workflow.subflows) return [];
  const old = new Map(before.map((element) => [element.id, element]));
  const cards = cardsOf(workflow, subflowId).map((subflow, index): SubflowElement => {
    const [x, y] = workflow.layout[subflow.id] ?? [index * 290, -190];
    const inside = insideOf(workflow, subflow.id);
    return kept(old, { id: subflow.id, type: 'subflow', position: { x, y }, data: { subflow, inside: [...inside], ports: portsOf(workflow, inside, types) } });
  });
  return [...cards, ...(subflowId === undefined ? [] : outsideOf(workflow, subflowId, types, old))];
}

/** The wires between the nodes of a level and its cards or the outside. */
export function crossingOf(workflow: Workflow, subflowId: string | undefined, types: ReadonlyMap<string, NodeManifest>, before: readonly CrossingWire[]): readonly CrossingWire[] {
  const crossing = crossingWires(workflow, subflowId);
  if (crossing.length === 0) return [];
  const old = new Map(before.map((wire) => [wire.id, wire]));
  const nodes = new Map(workflow.nodes.map((node) => [node.id, node]));
  return crossing.map(({ from, ...ends }) => {
    const kind = types.get(nodes.get(from.node)?.type ?? '')?.outputs.find(({ name }) => name === from.port)?.kind ?? 'any';
    const same = old.get(ends.id);
    if (same?.data?.kind === kind && same.source === ends.source && same.target === ends.target && same.sourceHandle === ends.sourceHandle && same.targetHandle === ends.targetHandle) return same;
    return { ...same, ...ends, type: 'wire', data: { kind } };
  });
}

function outsideOf(workflow: Workflow, subflowId: string, types: ReadonlyMap<string, NodeManifest>, old: ReadonlyMap<string, Known>): readonly BeyondElement[] {
  const ports = beyond(workflow, subflowId, types);
  const places = [...workflow.nodes, ...workflow.subflows ?? []].filter(({ within }) => within === subflowId).flatMap(({ id }) => (workflow.layout[id] ? [workflow.layout[id]] : []));
  const left = Math.min(...places.map(([x]) => x), Infinity);
  const right = Math.max(...places.map(([x]) => x), -Infinity);
  const top = Math.min(...places.map(([, y]) => y), Infinity);
  const at = (x: number) => (Number.isFinite(x) ? { x, y: top } : { x: 0, y: 0 });
  const fixed = { draggable: false, selectable: false, deletable: false, connectable: false, focusable: false };
  return ([['inputs', left - 240], ['outputs', right + 300]] as const).flatMap(([side, x]): BeyondElement[] => (ports[side].length === 0
    ? []
    : [kept(old, { id: beyondIds[side], type: 'beyond', position: at(x), data: { side, ports: ports[side] }, ...fixed })]));
}

/** The element as it was when nothing of it changed, else with the measures and the selection that it had. */
export function kept<Item extends FlowNode>(old: ReadonlyMap<string, Known>, now: Item): Item {
  const before = old.get(now.id);
  if (before?.type !== now.type) return now;
  const same = before as Item; // of the same type
  if (same.position.x === now.position.x && same.position.y === now.position.y && canonicalJson(same.data) === canonicalJson(now.data)) return same;
  return { ...same, position: now.position, data: now.data };
}
