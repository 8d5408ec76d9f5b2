import { compareWorkflows, edgeId, type Difference, type NodeManifest, type Workflow } from '@millrace/workflow';
import { elementsOf, wiresOf, type Element, type Wire } from '../canvas/flow-elements.ts';

export type Mark = Difference['kind'];

/** The place where something stood in the earlier document. */
export interface FormerPlace {
  readonly id: string;
  readonly position: { readonly x: number; readonly y: number };
}

export interface Drawing {
  /** Nodes and notes of the later document, with those that it has no more. */
  readonly elements: readonly Element[];
  readonly wires: readonly Wire[];
  /** What happened to a node, a note or a wire, by its id. */
  readonly marks: ReadonlyMap<string, readonly Mark[]>;
  readonly former: readonly FormerPlace[];
  readonly differences: readonly Difference[];
}

/** What the canvas draws to show what tells `after` from `before`; without `before`, the document as it is. */
export function drawingOf(after: Workflow, before: Workflow | undefined, known: ReadonlyMap<string, NodeManifest>): Drawing {
  const union = before === undefined ? after : together(before, after);
  const differences = before === undefined ? [] : compareWorkflows(before, after);
  const marks = new Map<string, readonly Mark[]>();
  for (const { section, id, kind } of differences) if (section !== 'workflow') marks.set(id, [...(marks.get(id) ?? []), kind]);
  const former = differences.filter(({ kind }) => kind === 'moved').flatMap(({ id }): FormerPlace[] => {
    const place = before?.layout[id];
    return place ? [{ id, position: { x: place[0], y: place[1] } }] : [];
  });
  return { elements: elementsOf(union, known, []), wires: wiresOf(union, known, []), marks, former, differences };
}

/** The later document with what it has no more, where that stood. */
function together(before: Workflow, after: Workflow): Workflow {
  const missing = <Item>(items: readonly Item[], those: readonly Item[], id: (item: Item) => string) => {
    const there = new Set(those.map(id));
    return items.filter((item) => !there.has(id(item)));
  };
  const byId = ({ id }: { readonly id: string }) => id;
  return {
    ...after,
    nodes: [...after.nodes, ...missing(before.nodes, after.nodes, byId)],
    notes: [...after.notes, ...missing(before.notes, after.notes, byId)],
    edges: [...after.edges, ...missing(before.edges, after.edges, edgeId)],
    layout: { ...before.layout, ...after.layout },
  };
}
