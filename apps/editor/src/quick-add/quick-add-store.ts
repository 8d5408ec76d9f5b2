import { parseEndpoint, type Edge, type NodeManifest, type Position, type Workflow } from '@millrace/workflow';
import { create } from 'zustand';
import { typesAtEnd, typesBetween } from '../document/ports-that-fit.ts';
import { addNode } from '../document/edits.ts';
import { addAtEnd, insertInWire, kindAt, type PortEnd } from '../document/wire-node.ts';

/** What the list of node types is opened for. */
export type Purpose =
  | { readonly kind: 'add' }
  /** A wire was dropped where nothing is: the node takes its other end. */
  | { readonly kind: 'continue'; readonly end: PortEnd }
  /** A wire was refused: the node stands between its two ends. */
  | { readonly kind: 'between'; readonly edge: Edge; readonly problem: string };

export interface Asked {
  /** Where on the page the list opens. */
  readonly screen: { readonly x: number; readonly y: number };
  /** Where on the canvas the node goes. */
  readonly at: Position;
  readonly purpose: Purpose;
}

interface QuickAdd {
  readonly asked: Asked | undefined;
}

/** The small list of node types at the pointer, while it is open. */
export const useQuickAdd = create<QuickAdd>(() => ({ asked: undefined }));

export function openQuickAdd(asked: Asked): void {
  useQuickAdd.setState({ asked });
}

export function closeQuickAdd(): void {
  useQuickAdd.setState({ asked: undefined });
}

type Types = ReadonlyMap<string, NodeManifest>;

/** The node types that serve a purpose. */
export function choicesFor(purpose: Purpose, workflow: Workflow, types: Types): readonly NodeManifest[] {
  const all = [...types.values()];
  switch (purpose.kind) {
    case 'add':
      return all;
    case 'continue':
      return typesAtEnd(all, kindAt(workflow, purpose.end, types), purpose.end.side);
    case 'between': {
      const { from, to } = purpose.edge;
      return typesBetween(all, kindAt(workflow, { ...parseEndpoint(from), side: 'output' }, types), kindAt(workflow, { ...parseEndpoint(to), side: 'input' }, types));
    }
    default:
      return purpose satisfies never;
  }
}

/** The document with a node of the chosen type, wired as the purpose wants it. */
export function withChosen({ purpose, at }: Asked, workflow: Workflow, type: NodeManifest, types: Types): { readonly document: Workflow; readonly nodeId: string } {
  if (purpose.kind === 'continue') return addAtEnd(workflow, type, at, purpose.end, types);
  const { document, nodeId } = addNode(workflow, type.type, at);
  return { nodeId, document: purpose.kind === 'between' ? insertInWire(document, purpose.edge, nodeId, type, types) : document };
}
