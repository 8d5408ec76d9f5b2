import { parseEndpoint, type Edge, type Position } from '@millrace/workflow';

export type Direction = 'left' | 'right' | 'up' | 'down';

const ahead: Readonly<Record<Direction, readonly [along: 0 | 1, sign: 1 | -1]>> = { left: [0, -1], right: [0, 1], up: [1, -1], down: [1, 1] };

/**
 * The node that comes next from one in a direction: to the left and right along the wires, to the nearest of several; else the
 * nearest that lies that way. From nowhere, the first at the upper left.
 */
export function neighbour(places: ReadonlyMap<string, Position>, edges: readonly Edge[], from: string | undefined, direction: Direction): string | undefined {
  const here = places.get(from ?? '');
  if (!here) return nearest([...places.keys()], places, ([x, y]) => x + y);
  const distance = ([x, y]: Position) => Math.abs(x - here[0]) + Math.abs(y - here[1]);
  const wired = direction === 'right' ? ends(edges, 'from', from, 'to') : direction === 'left' ? ends(edges, 'to', from, 'from') : [];
  const along = nearest(wired, places, distance);
  if (along !== undefined) return along;
  const [axis, sign] = ahead[direction];
  const thatWay = [...places].filter(([id, place]) => id !== from && (place[axis] - here[axis]) * sign > 0).map(([id]) => id);
  return nearest(thatWay, places, (place) => Math.abs(place[axis] - here[axis]) + 2 * Math.abs(place[1 - axis as 0 | 1] - here[1 - axis as 0 | 1])); // the other axis
}

function ends(edges: readonly Edge[], side: 'from' | 'to', node: string | undefined, other: 'from' | 'to'): readonly string[] {
  return edges.filter((edge) => parseEndpoint(edge[side]).node === node).map((edge) => parseEndpoint(edge[other]).node);
}

function nearest(ids: readonly string[], places: ReadonlyMap<string, Position>, distance: (place: Position) => number): string | undefined {
  let best: { readonly id: string; readonly far: number } | undefined;
  for (const id of ids) {
    const place = places.get(id);
    if (place && (!best || distance(place) < best.far)) best = { id, far: distance(place) };
  }
  return best?.id;
}
