import { compareWorkflows, edgeId, type Difference, type Workflow } from '@millrace/workflow';
import type { Element } from '../canvas/flow-elements.ts';

export type Mark = Difference['kind'];

/** The place where something stood in the earlier document. */
export interface FormerPlace {
  readonly id: string;
  readonly position: { readonly x: number; readonly y: number };
}

export interface Drawing {
  /** The later document, with what it has no more. */
  readonly workflow: Workflow;
  /** What happened to a node, a note, a wire, a group or a sub-workflow, by its id. */
  readonly marks: ReadonlyMap<string, readonly Mark[]>;
  readonly former: readonly FormerPlace[];
  readonly differences: readonly Difference[];
}

/** What the canvas draws to show what tells `after` from `before`; without `before`, the document as it is. */
export function drawingOf(after: Workflow, before: Workflow | undefined): Drawing {
  const union = before === undefined ? after : together(before, after);
  const differences = before === undefined ? [] : compareWorkflows(before, after);
  const marks = new Map<string, readonly Mark[]>();
  for (const { section, id, kind } of differences) if (section !== 'workflow') marks.set(id, [...(marks.get(id) ?? []), kind]);
  const former = differences.filter(({ kind }) => kind === 'moved').flatMap(({ id }): FormerPlace[] => {
    const place = before?.layout[id];
    return place ? [{ id, position: { x: place[0], y: place[1] } }] : [];
  });
  return { workflow: union, marks, former, differences };
}

/** What happened to an element; to a card, that it changed, too, when something in it did. */
export function marksOf(element: Element, marks: Drawing['marks']): readonly Mark[] {
  const own = marks.get(element.id) ?? [];
  if (element.type !== 'subflow' && element.type !== 'folded') return own;
  const held = [...element.data.inside, ...(element.type === 'folded' ? element.data.members : [])];
  return own.includes('changed') || !held.some((id) => marks.has(id)) ? own : [...own, 'changed'];
}

/** The later document with what it has no more, where that stood. */
function together(before: Workflow, after: Workflow): Workflow {
  const missing = <Item>(items: readonly Item[], those: readonly Item[], id: (item: Item) => string) => {
    const there = new Set(those.map(id));
    return items.filter((item) => !there.has(id(item)));
  };
  const byId = ({ id }: { readonly id: string }) => id;
  const groups = [...after.groups ?? [], ...missing(before.groups ?? [], after.groups ?? [], byId).map(({ folded: _folded, ...group }) => group)];
  const subflows = [...after.subflows ?? [], ...missing(before.subflows ?? [], after.subflows ?? [], byId)];
  return {
    ...after,
    nodes: [...after.nodes, ...missing(before.nodes, after.nodes, byId)],
    notes: [...after.notes, ...missing(before.notes, after.notes, byId)],
    ...(groups.length === 0 ? {} : { groups }),
    ...(subflows.length === 0 ? {} : { subflows }),
    edges: [...after.edges, ...missing(before.edges, after.edges, edgeId)],
    layout: { ...before.layout, ...after.layout },
  };
}
