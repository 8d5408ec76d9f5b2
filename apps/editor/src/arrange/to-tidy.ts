import { parseEndpoint, type Workflow } from '@millrace/workflow';
import type { Box } from './box.ts';
import type { ToTidy } from './tidy-places.ts';

/** What is handed to the worker: the document's nodes with the boxes that the canvas has for them, or only those of `only`, and the notes by them. */
export function toTidy({ nodes, notes, edges, groups = [] }: Pick<Workflow, 'nodes' | 'notes' | 'edges' | 'groups'>, boxes: readonly Box[], only?: ReadonlySet<string>): ToTidy {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const among = new Set(nodes.map(({ id }) => id).filter((id) => byId.has(id) && (!only || only.has(id))));
  return {
    nodes: [...among].flatMap((id) => byId.get(id) ?? []),
    notes: notes.flatMap(({ id, before }) => {
      const box = byId.get(id);
      return box && (!only || only.has(id) || (before !== undefined && among.has(before))) ? [{ ...box, before }] : [];
    }),
    wires: edges.map(({ from, to }) => [parseEndpoint(from).node, parseEndpoint(to).node] as const).filter(([from, to]) => among.has(from) && among.has(to)),
    groups: groups.map(({ members }) => members.filter((id) => among.has(id))).filter((members) => members.length > 0),
  };
}
