// Edits that wire a node as they place it, as pure functions from one document to the next.
import { edgeId, formatEndpoint, parseEndpoint, type Edge, type Endpoint, type NodeManifest, type PortKind, type Position, type Workflow } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { addNode } from './edits.ts';
import { inputFor, outputFor } from './ports-that-fit.ts';

type Types = ReadonlyMap<string, NodeManifest>;

/** A port at which a wire begins or ends. */
export interface PortEnd extends Endpoint {
  readonly side: 'output' | 'input';
}

/** The kind of a port; of one that nobody knows, `any`. */
export function kindAt(workflow: Workflow, { node, port, side }: PortEnd, types: Types): PortKind {
  const manifest = types.get(workflow.nodes.find(({ id }) => id === node)?.type ?? '');
  return (side === 'output' ? manifest?.outputs : manifest?.inputs)?.find(({ name }) => name === port)?.kind ?? 'any';
}

/** Whether no wire begins or ends at a node. */
export function isUnwired({ edges }: Workflow, nodeId: string): boolean {
  return edges.every(({ from, to }) => parseEndpoint(from).node !== nodeId && parseEndpoint(to).node !== nodeId);
}

/** Why a node of a type cannot go into a wire, in words; nothing when it can. */
export function insertionProblem(workflow: Workflow, edge: Edge, type: NodeManifest, types: Types): string | undefined {
  const [given, taken] = kindsOf(workflow, edge, types);
  if (!inputFor(type, given)) return t('“{{node}}” has no input for what this wire carries: {{kind}}', { node: t(type.title), kind: t(given) });
  if (!outputFor(type, taken)) return t('“{{node}}” has no output for where this wire leads: {{kind}}', { node: t(type.title), kind: t(taken) });
  return undefined;
}

/** Lets a wire lead through a node; nothing changes when `insertionProblem` has something to say. */
export function insertInWire(workflow: Workflow, edge: Edge, nodeId: string, type: NodeManifest, types: Types): Workflow {
  const [given, taken] = kindsOf(workflow, edge, types);
  const [input, output] = [inputFor(type, given), outputFor(type, taken)];
  if (!input || !output) return workflow;
  const wires = [{ from: edge.from, to: `${nodeId}.${input.name}` }, { from: `${nodeId}.${output.name}`, to: edge.to }];
  const others = workflow.edges.filter((other) => edgeId(other) !== edgeId(edge));
  return { ...workflow, edges: [...others, ...wires] };
}

/** Adds a node and wires it to a port, where one of its own fits. */
export function addAtEnd(workflow: Workflow, type: NodeManifest, position: Position, end: PortEnd, types: Types): { readonly document: Workflow; readonly nodeId: string } {
  const { document, nodeId } = addNode(workflow, type.type, position);
  const kind = kindAt(workflow, end, types);
  const port = end.side === 'output' ? inputFor(type, kind) : outputFor(type, kind);
  if (!port) return { document, nodeId };
  const [there, here] = [formatEndpoint(end), formatEndpoint({ node: nodeId, port: port.name })];
  return { nodeId, document: { ...document, edges: [...document.edges, end.side === 'output' ? { from: there, to: here } : { from: here, to: there }] } };
}

function kindsOf(workflow: Workflow, { from, to }: Edge, types: Types): readonly [given: PortKind, taken: PortKind] {
  return [kindAt(workflow, { ...parseEndpoint(from), side: 'output' }, types), kindAt(workflow, { ...parseEndpoint(to), side: 'input' }, types)];
}
