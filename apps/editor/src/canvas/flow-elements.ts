import { edgeId, parseEndpoint, type NodeManifest, type Note, type Position, type Workflow, type WorkflowNode } from '@millrace/workflow';
import type { Edge as FlowEdge, Node as FlowNode } from '@xyflow/react';
import type { BeyondElement, SubflowElement } from '../subflows/subflow-elements.ts';
import type { FoldedElement } from '../groups/folded-elements.ts';
import { estimate } from './card-size.ts';

export type StepElement = FlowNode<{ node: WorkflowNode; missingPorts: MissingPorts | undefined }, 'step'>;
export type NoteElement = FlowNode<{ note: Note }, 'note'>;
export type Element = StepElement | NoteElement | SubflowElement | BeyondElement | FoldedElement;
export type Wire = FlowEdge<{ kind: string }, 'wire'>;

/** Ports of a node whose type is unknown: those that wires name. */
export interface MissingPorts {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** From here on a workflow is large: only what is in sight is drawn. */
export const many = 60;

/**
 * What React Flow draws for a document. An element that did not change is the very same object as before, with the
 * measures and the selection that React Flow keeps on it. Cards of a large workflow are estimated until they are seen.
 */
export function elementsOf(workflow: Workflow, known: ReadonlyMap<string, NodeManifest>, before: readonly Element[]): Element[] {
  const old = new Map(before.map((element) => [element.id, element]));
  const steps = workflow.nodes.map((node, index): Element => {
    const missingPorts = known.has(node.type) ? undefined : missingPortsOf(workflow, node.id);
    const position = place(workflow.layout[node.id], index);
    const same = old.get(node.id);
    if (same?.type !== 'step') {
      const estimated = workflow.nodes.length > many ? estimate(known.get(node.type) ?? missingPorts ?? {}) : {};
      return { id: node.id, type: 'step', position, data: { node, missingPorts }, ...estimated };
    }
    if (same.data.node === node && samePorts(same.data.missingPorts, missingPorts) && samePlace(same.position, position)) return same;
    return { ...same, position, data: { node, missingPorts } };
  });
  const notes = workflow.notes.map((note, index): Element => {
    const position = place(workflow.layout[note.id], index - 2);
    const same = old.get(note.id);
    if (same?.type !== 'note') return { id: note.id, type: 'note', position, data: { note }, zIndex: -1 };
    return same.data.note === note && samePlace(same.position, position) ? same : { ...same, position, data: { note } };
  });
  return [...notes, ...steps];
}

/** The wires of a document, coloured by the kind of port they start at. */
export function wiresOf(workflow: Workflow, known: ReadonlyMap<string, NodeManifest>, before: readonly Wire[]): Wire[] {
  const old = new Map(before.map((wire) => [wire.id, wire]));
  const nodes = new Map(workflow.nodes.map((node) => [node.id, node]));
  return workflow.edges.flatMap((edge): Wire[] => {
    const [from, to] = [parseEndpoint(edge.from), parseEndpoint(edge.to)];
    const source = nodes.get(from.node);
    if (!source || !nodes.has(to.node)) return []; // a dangling wire: `validate` tells of it
    const kind = known.get(source.type)?.outputs.find((port) => port.name === from.port)?.kind ?? 'any';
    const id = edgeId(edge);
    const same = old.get(id);
    if (same?.data?.kind === kind && same.source === from.node && same.target === to.node) return [same];
    return [{ ...same, id, type: 'wire', source: from.node, sourceHandle: from.port, target: to.node, targetHandle: to.port, data: { kind } }];
  });
}

function missingPortsOf(workflow: Workflow, nodeId: string): MissingPorts {
  const ports = (ends: readonly string[]) => [...new Set(ends.map(parseEndpoint).filter((end) => end.node === nodeId).map((end) => end.port))];
  return { inputs: ports(workflow.edges.map((edge) => edge.to)), outputs: ports(workflow.edges.map((edge) => edge.from)) };
}

// A document written by hand may have no layout: its nodes stand in rows until they are tidied.
function place(position: Position | undefined, index: number): { x: number; y: number } {
  if (position) return { x: position[0], y: position[1] };
  return { x: (index % 5) * 290, y: Math.floor(index / 5) * 190 };
}

function samePlace(a: { x: number; y: number }, b: { x: number; y: number }): boolean {
  return a.x === b.x && a.y === b.y;
}

function samePorts(a: MissingPorts | undefined, b: MissingPorts | undefined): boolean {
  return a?.inputs.join() === b?.inputs.join() && a?.outputs.join() === b?.outputs.join();
}
