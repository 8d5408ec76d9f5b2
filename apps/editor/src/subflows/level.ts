// What of a document stands on one level: in the workflow itself, or in one sub-workflow; and how wires cross the edges of it and of
// the cards on it, which are sub-workflows and folded groups.
import { edgeId, insideOf, parseEndpoint, withContents, type Group, type NodeManifest, type PortKind, type Subflow, type Workflow, type WorkflowNode } from '@millrace/workflow';

/** A port of a card, or beyond the edge of the open sub-workflow: a port of a node that is not on this level. */
export interface FarPort {
  /** As `node.port`. */
  readonly end: string;
  readonly kind: PortKind;
  /** What the node is called. */
  readonly node: string;
  readonly title: string;
}

interface Placed {
  readonly id: string;
  readonly within?: string | undefined;
}

export interface Ports {
  readonly inputs: readonly FarPort[];
  readonly outputs: readonly FarPort[];
}

/** A group that is folded, and what of it stands on a level: nodes, notes and sub-workflows. */
export interface FoldedGroup {
  readonly group: Group;
  readonly members: readonly string[];
}

/** The nodes and notes that are seen on a level, with all wires: those that lead elsewhere end nowhere. */
export function levelOf(workflow: Workflow, subflowId: string | undefined): Workflow {
  if (!hasCards(workflow)) return workflow;
  const folded = foldedOn(workflow, subflowId);
  const here = ({ id, within }: Placed) => within === subflowId && !folded.has(id);
  return { ...workflow, nodes: workflow.nodes.filter(here), notes: workflow.notes.filter(here) };
}

/** The sub-workflows that are seen on a level. */
export function cardsOf(workflow: Workflow, subflowId: string | undefined): readonly Subflow[] {
  const folded = foldedOn(workflow, subflowId);
  return (workflow.subflows ?? []).filter(({ id, within }) => within === subflowId && !folded.has(id));
}

/** The groups of which a folded card stands on a level. */
export function foldedGroupsOf(workflow: Workflow, subflowId: string | undefined): readonly FoldedGroup[] {
  const folded = (workflow.groups ?? []).filter((group) => group.folded);
  if (folded.length === 0) return [];
  const here = new Set([...workflow.nodes, ...workflow.notes, ...workflow.subflows ?? []].flatMap(({ id, within }) => (within === subflowId ? [id] : [])));
  return folded.map((group) => ({ group, members: group.members.filter((id) => here.has(id)) })).filter(({ members }) => members.length > 0);
}

/** The nodes among some ids, and those in the sub-workflows among them. */
export function nodesOf(workflow: Workflow, ids: readonly string[]): ReadonlySet<string> {
  const held = withContents(workflow, new Set(ids));
  return new Set(workflow.nodes.flatMap(({ id }) => (held.has(id) ? [id] : [])));
}

/** For each node that is not seen on a level itself, the card on it that holds the node. */
function holdersOf(workflow: Workflow, subflowId: string | undefined): ReadonlyMap<string, string> {
  return new Map([
    ...cardsOf(workflow, subflowId).flatMap(({ id }) => [...insideOf(workflow, id)].map((nodeId) => [nodeId, id] as const)),
    ...foldedGroupsOf(workflow, subflowId).flatMap(({ group, members }) => [...nodesOf(workflow, members)].map((nodeId) => [nodeId, group.id] as const)),
  ]);
}

function foldedOn(workflow: Workflow, subflowId: string | undefined): ReadonlySet<string> {
  return new Set(foldedGroupsOf(workflow, subflowId).flatMap(({ members }) => members));
}

function hasCards({ subflows, groups }: Workflow): boolean {
  return subflows !== undefined || Boolean(groups?.some(({ folded }) => folded));
}

/**
 * The ports of a card that holds some nodes: inputs inside that are wired from outside, or that need a wire and have none; outputs inside that
 * are wired to the outside, or to nothing.
 */
export function portsOf(workflow: Workflow, inside: ReadonlySet<string>, types: ReadonlyMap<string, NodeManifest>): Ports {
  const nodes = workflow.nodes.filter(({ id }) => inside.has(id));
  const fed = new Map(workflow.edges.map(({ from, to }) => [to, inside.has(parseEndpoint(from).node)]));
  const read = new Map<string, boolean>();
  for (const { from, to } of workflow.edges) read.set(from, (read.get(from) ?? false) || !inside.has(parseEndpoint(to).node));
  return {
    inputs: nodes.flatMap((node) => portsNamed(node, 'inputs', types, fed).filter(({ end, optional }) => (fed.has(end) ? fed.get(end) === false : !optional)).map(({ optional: _optional, ...port }) => port)),
    outputs: nodes.flatMap((node) => portsNamed(node, 'outputs', types, read).filter(({ end }) => read.get(end) ?? true).map(({ optional: _optional, ...port }) => port)),
  };
}

/** The ports outside of a sub-workflow that wires from inside it lead to: those it reads from, and those that read from it. */
export function beyond(workflow: Workflow, subflowId: string, types: ReadonlyMap<string, NodeManifest>): Ports {
  const inside = insideOf(workflow, subflowId);
  const nodes = new Map(workflow.nodes.map((node) => [node.id, node]));
  const isIn = (end: string) => inside.has(parseEndpoint(end).node);
  const far = (end: string, side: 'inputs' | 'outputs'): FarPort[] => {
    const node = nodes.get(parseEndpoint(end).node);
    return node ? [farPort(node, parseEndpoint(end).port, side, types)] : [];
  };
  const unique = (ends: readonly string[]) => [...new Set(ends)];
  return {
    inputs: unique(workflow.edges.filter(({ from, to }) => isIn(to) && !isIn(from)).map(({ from }) => from)).flatMap((end) => far(end, 'outputs')),
    outputs: unique(workflow.edges.filter(({ from, to }) => isIn(from) && !isIn(to)).map(({ to }) => to)).flatMap((end) => far(end, 'inputs')),
  };
}

/** A wire as a level shows it. Ends at a card or beyond the edge name the whole `node.port`. */
export interface LevelWire {
  readonly id: string;
  readonly source: string;
  readonly sourceHandle: string;
  readonly target: string;
  readonly targetHandle: string;
  /** The node and port that it starts at. */
  readonly from: { readonly node: string; readonly port: string };
}

/** What stands for what is outside of the open sub-workflow. */
export const beyondIds = { inputs: 'beyond:inputs', outputs: 'beyond:outputs' } as const;

/** The wires that are seen on a level, but for those among its own nodes. */
export function crossingWires(workflow: Workflow, subflowId: string | undefined): readonly LevelWire[] {
  if (!hasCards(workflow)) return [];
  const holders = holdersOf(workflow, subflowId);
  const here = new Set(levelOf(workflow, subflowId).nodes.map(({ id }) => id));
  const known = new Set(workflow.nodes.map(({ id }) => id));
  const placeOf = (node: string, beyond: string) => (here.has(node) ? node : holders.get(node) ?? (subflowId !== undefined && known.has(node) ? beyond : undefined));
  return workflow.edges.flatMap((edge): LevelWire[] => {
    const [from, to] = [parseEndpoint(edge.from), parseEndpoint(edge.to)];
    const [source, target] = [placeOf(from.node, beyondIds.inputs), placeOf(to.node, beyondIds.outputs)];
    if (source === undefined || target === undefined || source === target || (source === from.node && target === to.node)) return [];
    if (source === beyondIds.inputs && target === beyondIds.outputs) return [];
    return [{ id: edgeId(edge), source, sourceHandle: source === from.node ? from.port : edge.from, target, targetHandle: target === to.node ? to.port : edge.to, from }];
  });
}

/** A level as a graph of its own, in which cards are nodes: for what arranges it. */
export function shapeOf(workflow: Workflow, subflowId: string | undefined): Workflow {
  if (!hasCards(workflow)) return workflow;
  const level = levelOf(workflow, subflowId);
  const cards = [...cardsOf(workflow, subflowId).map(({ id }) => ({ id, type: 'subflow', params: {} })), ...foldedGroupsOf(workflow, subflowId).map(({ group: { id } }) => ({ id, type: 'group', params: {} }))];
  const here = new Set(level.nodes.map(({ id }) => id));
  const wires = crossingWires(workflow, subflowId).filter(({ source, target }) => source !== beyondIds.inputs && target !== beyondIds.outputs);
  return {
    ...level,
    nodes: [...level.nodes, ...cards],
    edges: [
      ...level.edges.filter(({ from, to }) => here.has(parseEndpoint(from).node) && here.has(parseEndpoint(to).node)),
      ...wires.map(({ source, sourceHandle, target, targetHandle }) => ({ from: `${source}.${sourceHandle}`, to: `${target}.${targetHandle}` })),
    ],
  };
}

/** The `node.port` that a handle stands for. */
export function endOfHandle(elementId: string, handle: string | null | undefined): string {
  return handle?.includes('.') ? handle : `${elementId}.${handle ?? ''}`;
}

/** All ports of a node type, and those of an unknown one that wires name. */
function portsNamed(node: WorkflowNode, side: 'inputs' | 'outputs', types: ReadonlyMap<string, NodeManifest>, wired: ReadonlyMap<string, unknown>): readonly (FarPort & { readonly optional: boolean })[] {
  const known = types.get(node.type)?.[side];
  if (known) return known.map(({ name, optional = false }) => ({ ...farPort(node, name, side, types), optional }));
  return [...wired.keys()].map(parseEndpoint).filter((end) => end.node === node.id).map(({ port }) => ({ ...farPort(node, port, side, types), optional: true }));
}

function farPort(node: WorkflowNode, port: string, side: 'inputs' | 'outputs', types: ReadonlyMap<string, NodeManifest>): FarPort {
  const manifest = types.get(node.type);
  const known = manifest?.[side].find(({ name }) => name === port);
  return { end: `${node.id}.${port}`, kind: known?.kind ?? 'any', node: node.name ?? manifest?.title ?? node.type, title: known?.title ?? port };
}
