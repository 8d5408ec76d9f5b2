// Folded groups on the canvas, each a card.
import type { Group, NodeManifest, Position, Workflow } from '@millrace/workflow';
import type { Node as FlowNode } from '@xyflow/react';
import { foldedGroupsOf, nodesOf, portsOf, type Ports } from '../subflows/level.ts';
import { kept, type Known } from '../subflows/subflow-elements.ts';
import { frameBarHeight, framePadding } from './frame-size.ts';

/** `members` are those that stand on the level, `inside` the nodes among and in them. */
export type FoldedElement = FlowNode<{ group: Group; members: readonly string[]; inside: readonly string[]; ports: Ports }, 'folded'>;

/** The cards of the folded groups on a level. What did not change is the same object as before. */
export function foldedElements(workflow: Workflow, subflowId: string | undefined, types: ReadonlyMap<string, NodeManifest>, before: readonly Known[]): readonly FoldedElement[] {
  const folded = foldedGroupsOf(workflow, subflowId);
  if (folded.length === 0) return [];
  const old = new Map(before.map((element) => [element.id, element]));
  return folded.map(({ group, members }) => {
    const [x, y] = cornerOf(workflow, members);
    const inside = nodesOf(workflow, members);
    return kept(old, { id: group.id, type: 'folded', position: { x, y }, data: { group, members, inside: [...inside], ports: portsOf(workflow, inside, types) } });
  });
}

/** Places of elements as places of what they stand for: where a folded card goes, what is in it goes along. */
export function placesWithin(workflow: Workflow, subflowId: string | undefined, places: Readonly<Record<string, Position>>): Readonly<Record<string, Position>> {
  const folded = foldedGroupsOf(workflow, subflowId).filter(({ group }) => places[group.id]);
  if (folded.length === 0) return places;
  const cards = new Set(folded.map(({ group }) => group.id));
  const moved = folded.flatMap(({ group, members }) => {
    const from = cornerOf(workflow, members);
    const to = places[group.id] ?? from;
    return members.map((id, index): [string, Position] => {
      const [x, y] = placeOf(workflow, id, index);
      return [id, [x + to[0] - from[0], y + to[1] - from[1]]];
    });
  });
  return Object.fromEntries([...Object.entries(places).filter(([id]) => !cards.has(id)), ...moved]);
}

/** The upper left corner of the frame around some members: there the card lies. */
function cornerOf(workflow: Workflow, members: readonly string[]): Position {
  const places = members.map((id, index) => placeOf(workflow, id, index));
  return [Math.min(...places.map(([x]) => x)) - framePadding, Math.min(...places.map(([, y]) => y)) - framePadding - frameBarHeight];
}

function placeOf({ layout }: Workflow, id: string, index: number): Position {
  return layout[id] ?? [index * 40, index * 40];
}
