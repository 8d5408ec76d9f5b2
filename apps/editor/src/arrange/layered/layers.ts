/** Vertices by their numbers in layers from left to right; each neighbour is in the very next or the very last layer. */
export interface Layers {
  /** Vertices from top to bottom. */
  readonly layers: readonly (readonly number[])[];
  readonly before: readonly (readonly number[])[];
  readonly after: readonly (readonly number[])[];
  /** Vertices from this number on are bends of wires that cross a layer. */
  readonly real: number;
}

type Wires = readonly (readonly [from: number, to: number])[];

const longestSpan = 60;
const mostBends = 20_000;

/**
 * Puts `count` vertices into layers, each right of all that it reads from and as near to them as it can be; one that reads from
 * nothing stands right before the first that reads from it. Wires against the stream of a cycle are turned for this.
 */
export function layersOf(count: number, wires: Wires): Layers {
  const forward = withoutCycles(count, wires);
  const rank = ranksOf(count, forward);
  const before: number[][] = Array.from({ length: count }, () => []);
  const after: number[][] = Array.from({ length: count }, () => []);
  const layers: number[][] = [];
  const put = (vertex: number, layer: number) => (layers[layer] ??= []).push(vertex);
  for (let vertex = 0; vertex < count; vertex++) put(vertex, rank[vertex]!);
  for (const [from, to] of forward) {
    const span = rank[to]! - rank[from]!;
    if (span > 1 && (span > longestSpan || before.length + span > count + mostBends)) continue; // such a wire has no say
    let last = from;
    for (let layer = rank[from]! + 1; layer <= rank[to]!; layer++) {
      const next = layer === rank[to]! ? to : before.length;
      if (next !== to) {
        before.push([]);
        after.push([]);
        put(next, layer);
      }
      after[last]!.push(next);
      before[next]!.push(last);
      last = next;
    }
  }
  return { layers: Array.from(layers, (layer) => layer ?? []), before, after, real: count };
}

/** The wires, those turned that lead back in an order in which as many as possible lead forward. */
function withoutCycles(count: number, wires: Wires): Wires {
  const targets: number[][] = Array.from({ length: count }, () => []);
  const open: number[] = Array.from({ length: count }, () => 0);
  for (const [from, to] of wires) {
    if (from === to) continue;
    targets[from]!.push(to);
    open[to]!++;
  }
  const place: number[] = Array.from({ length: count }, () => -1);
  const ready = open.flatMap((inputs, vertex) => (inputs === 0 ? [vertex] : []));
  let placed = 0;
  let candidate = 0;
  while (placed < count) {
    let vertex = ready.pop();
    if (vertex === undefined) { // a cycle: the next that is not placed begins it
      while (place[candidate]! >= 0) candidate++;
      vertex = candidate;
    }
    if (place[vertex]! >= 0) continue;
    place[vertex] = placed++;
    for (const target of targets[vertex]!) if (--open[target]! === 0 && place[target]! < 0) ready.push(target);
  }
  return wires.flatMap(([from, to]): Wires => (from === to ? [] : place[from]! < place[to]! ? [[from, to]] : [[to, from]]));
}

function ranksOf(count: number, wires: Wires): number[] {
  const targets: number[][] = Array.from({ length: count }, () => []);
  const inputs: number[] = Array.from({ length: count }, () => 0);
  for (const [from, to] of wires) {
    targets[from]!.push(to);
    inputs[to]!++;
  }
  const open = [...inputs];
  const rank: number[] = Array.from({ length: count }, () => 0);
  const order = inputs.flatMap((number, vertex) => (number === 0 ? [vertex] : []));
  for (let index = 0; index < order.length; index++) {
    const from = order[index]!;
    for (const to of targets[from]!) {
      rank[to] = Math.max(rank[to]!, rank[from]! + 1);
      if (--open[to]! === 0) order.push(to);
    }
  }
  for (const vertex of order.toReversed()) {
    if (inputs[vertex] === 0 && targets[vertex]!.length > 0) rank[vertex] = Math.min(...targets[vertex]!.map((to) => rank[to]!)) - 1;
  }
  return rank;
}
