// Where everything goes when it is tidied up. Runs in a worker: it knows of no page.
import type { Position } from '@millrace/workflow';
import { frameBarHeight, framePadding } from '../groups/frame-size.ts';
import { around, gapBetween, type Box, type Places } from './box.ts';
import { layered } from './layered/layered.ts';
import { stacked } from './stack-parts.ts';

/** What is tidied up, and all that matters for it. */
export interface ToTidy {
  readonly nodes: readonly Box[];
  /** With the node that each introduces, if it does. */
  readonly notes: readonly (Box & { readonly before?: string | undefined })[];
  readonly wires: readonly (readonly [from: string, to: string])[];
  /** Ids of the nodes in each group. */
  readonly groups: readonly (readonly string[])[];
}

const nearby = 200;
const noteGap = 16;

/**
 * Places the nodes in layers from left to right, connected parts below each other in the order in which they stood. The upper left corner stays. A note goes with the node that it introduces or stands by and comes to lie above it; other
 * notes make way when something comes to lie on them.
 */
export function tidyPlaces({ nodes, notes, wires, groups }: ToTidy): Places {
  const before = around(nodes);
  if (!before) return {};
  const hosts = new Map<string, Box[]>();
  for (const note of notes) {
    const host = nodes.find(({ id }) => id === note.before) ?? nearest(note, nodes);
    if (host) hosts.set(host.id, [...(hosts.get(host.id) ?? []), note]);
  }
  const aboveOf = (id: string) => (hosts.get(id) ?? []).reduce((height, note) => height + note.height + noteGap, 0);
  // The room for its notes is left below a node too, so that nodes in a row keep their middles on one line.
  const roomy = nodes.map((box) => ({ ...box, height: box.height + 2 * aboveOf(box.id) }));
  const rooms = arrangedInGroups(roomy, { wires, groups });
  const tidy = rooms.map((room): Box => ({ ...room, y: room.y + aboveOf(room.id), height: room.height - 2 * aboveOf(room.id) }));
  const after = around(tidy) ?? before;
  const shift = (box: Box): Box => ({ ...box, x: Math.round(box.x + before.x - after.x), y: Math.round(box.y + before.y - after.y) });
  const done = tidy.map(shift);
  const moved = done.flatMap((box) => {
    let { y } = box;
    return (hosts.get(box.id) ?? []).toReversed().map((note) => {
      y -= note.height + noteGap;
      return { ...note, x: box.x, y };
    });
  });
  const hosted = new Set(moved.map(({ id }) => id));
  const all = [...done, ...moved, ...madeWay(notes.filter(({ id }) => !hosted.has(id)), [...done, ...moved])];
  return Object.fromEntries(all.map(({ id, x, y }): [string, Position] => [id, [x, y]]));
}

function nearest(note: Box, nodes: readonly Box[]): Box | undefined {
  let best: { readonly box: Box; readonly gap: number } | undefined;
  for (const box of nodes) {
    const gap = gapBetween(note, box);
    if (gap <= nearby && (!best || gap < best.gap)) best = { box, gap };
  }
  return best?.box;
}

/** Boxes that hang together by wires, in the order in which they stood from top to bottom. */
function partsOf(boxes: readonly Box[], wires: ToTidy['wires']): readonly (readonly Box[])[] {
  const neighbours = new Map(boxes.map(({ id }) => [id, new Set<string>()]));
  const join = (a: string, b: string) => {
    if (!neighbours.has(a) || !neighbours.has(b)) return;
    neighbours.get(a)?.add(b);
    neighbours.get(b)?.add(a);
  };
  for (const [from, to] of wires) join(from, to);
  const seen = new Set<string>();
  const parts: Box[][] = [];
  for (const { id } of [...boxes].sort((a, b) => a.y - b.y || a.x - b.x)) {
    if (seen.has(id)) continue;
    const part = [id];
    seen.add(id);
    for (let index = 0; index < part.length; index++) {
      for (const other of neighbours.get(part[index] ?? '') ?? []) {
        if (seen.has(other)) continue;
        seen.add(other);
        part.push(other);
      }
    }
    const members = new Set(part);
    parts.push(boxes.filter((box) => members.has(box.id)));
  }
  return parts;
}

/** The boxes of one level in layers, parts below each other. */
function arranged(boxes: readonly Box[], wires: ToTidy['wires']): readonly Box[] {
  return stacked(partsOf(boxes, wires).map((part) => layered(part, wires)));
}

/** As `arranged`, each group by itself first and then as one box with its frame, so that nothing else comes to lie in a frame. */
function arrangedInGroups(boxes: readonly Box[], { wires, groups }: Pick<ToTidy, 'wires' | 'groups'>): readonly Box[] {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const insides = new Map<string, readonly Box[]>();
  const frameOf = new Map<string, string>();
  groups.forEach((members, index) => {
    const id = `frame ${index}`; // no id of a node has a space
    const inside = arranged(members.flatMap((member) => byId.get(member) ?? []), wires);
    for (const box of inside) frameOf.set(box.id, id);
    if (inside.length > 0) insides.set(id, inside);
  });
  const frames = [...insides].map(([id, inside]): Box => {
    const { width = 0, height = 0 } = around(inside) ?? {};
    const where = around(inside.flatMap((box) => byId.get(box.id) ?? []));
    return { id, x: where?.x ?? 0, y: where?.y ?? 0, width: width + 2 * framePadding, height: height + 2 * framePadding + frameBarHeight };
  });
  const outer = wires.map(([from, to]) => [frameOf.get(from) ?? from, frameOf.get(to) ?? to] as const);
  return arranged([...boxes.filter(({ id }) => !frameOf.has(id)), ...frames], outer).flatMap((box) => {
    const inside = insides.get(box.id);
    const from = inside && around(inside);
    return inside && from ? inside.map((each) => ({ ...each, x: each.x - from.x + box.x + framePadding, y: each.y - from.y + box.y + framePadding + frameBarHeight })) : [box];
  });
}

/** Notes that nothing may cover: those on which something stands now go above everything. */
function madeWay(notes: readonly Box[], others: readonly Box[]): readonly Box[] {
  const placed: Box[] = [...others];
  return notes.flatMap((note) => {
    if (placed.every((box) => gapBetween(box, note) > 0)) return [];
    const top = around(placed)?.y ?? note.y;
    const free = { ...note, y: top - note.height - 2 * noteGap };
    placed.push(free);
    return [free];
  });
}
