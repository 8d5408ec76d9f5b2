import type { Layers } from './layers.ts';

const sweeps = 16;
const patience = 4;

/** The layers with their vertices in an order in which wires cross as seldom as sweeps of barycentres find (Sugiyama, Tagawa, Toda 1981). */
export function ordered({ layers, before, after, real }: Layers): Layers {
  let now = layers.map((layer) => [...layer]);
  const place: number[] = before.map(() => 0);
  const remember = (layer: readonly number[]) => layer.forEach((vertex, index) => { place[vertex] = index; });
  const visited = firstVisits(layers, after, before);
  for (const layer of now) remember(layer.sort((a, b) => visited[a]! - visited[b]!));
  let best = now.map((layer) => [...layer]);
  let fewest = crossings(best, after, place);
  for (let sweep = 0, idle = 0; sweep < sweeps && idle < patience && fewest > 0; sweep++) {
    const [neighbours, inTurn] = sweep % 2 === 0 ? [before, now] : [after, now.toReversed()];
    for (const layer of inTurn) {
      const middle = new Map(layer.map((vertex) => [vertex, mean(neighbours[vertex]!, place) ?? place[vertex]!]));
      remember(layer.sort((a, b) => middle.get(a)! - middle.get(b)!));
    }
    const crossed = crossings(now, after, place);
    idle++;
    if (crossed >= fewest) continue;
    [fewest, best, idle] = [crossed, now.map((layer) => [...layer]), 0];
  }
  now = best;
  return { layers: now, before, after, real };
}

/** When a walk along the wires comes to each vertex first: what hangs together lies together. */
function firstVisits(layers: Layers['layers'], after: Layers['after'], before: Layers['before']): readonly number[] {
  const visit: number[] = before.map(() => -1);
  let next = 0;
  for (const start of layers.flat()) {
    const stack = [start];
    while (stack.length > 0) {
      const vertex = stack.pop()!; // it is not empty
      if (visit[vertex]! >= 0) continue;
      visit[vertex] = next++;
      stack.push(...before[vertex]!.toReversed(), ...after[vertex]!.toReversed());
    }
  }
  return visit;
}

/** How many pairs of wires cross, counted by a Fenwick tree (Barth, Mutzel, Jünger 2004). */
function crossings(layers: readonly (readonly number[])[], after: Layers['after'], place: readonly number[]): number {
  let sum = 0;
  layers.forEach((layer, index) => {
    const size = (layers[index + 1]?.length ?? 0) + 1;
    const tree = new Int32Array(size + 1);
    let seen = 0;
    for (const vertex of layer) {
      const ends = after[vertex]!.map((to) => place[to]!).sort((a, b) => a - b);
      for (const end of ends) {
        sum += seen;
        for (let at = end + 1; at > 0; at -= at & -at) sum -= tree[at]!;
      }
      for (const end of ends) {
        seen++;
        for (let at = end + 1; at <= size; at += at & -at) tree[at]!++;
      }
    }
  });
  return sum;
}

function mean(vertices: readonly number[], place: readonly number[]): number | undefined {
  if (vertices.length === 0) return undefined;
  return vertices.reduce((sum, vertex) => sum + place[vertex]!, 0) / vertices.length;
}
