import type { Layers } from './layers.ts';

const sweeps = 12;
const gap = 36;
const bendGap = 14;

/**
 * The middle of each vertex from top to bottom: as near to those of its neighbours as the order in its layer and the heights of the
 * vertices leave it. Each layer in turn is a regression under order constraints, solved exactly by pooling adjacent violators (Ayer et al. 1955).
 */
export function middlesOf({ layers, before, after, real }: Layers, heightOf: (vertex: number) => number): readonly number[] {
  const middle: number[] = before.map(() => 0);
  const offsets = layers.map((layer) => offsetsOf(layer, heightOf, real));
  layers.forEach((layer, index) => layer.forEach((vertex, at) => {
    middle[vertex] = offsets[index]![at]! - offsets[index]!.at(-1)! / 2;
  }));
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const forward = sweep % 2 === 1; // so that the last goes along the stream
    for (let turn = 0; turn < layers.length; turn++) {
      const index = forward ? turn : layers.length - 1 - turn;
      const wanted = layers[index]!.map((vertex, at) => {
        const [near, far] = forward ? [before[vertex]!, after[vertex]!] : [after[vertex]!, before[vertex]!];
        const neighbours = near.length > 0 ? near : far;
        const sum = neighbours.reduce((total, other) => total + middle[other]!, 0);
        return (neighbours.length === 0 ? middle[vertex]! : sum / neighbours.length) - offsets[index]![at]!;
      });
      // A wire that runs on straight counts more than one that bends anyway.
      const weights = layers[index]!.map((vertex) => (vertex >= real ? 2 : 1 + before[vertex]!.length + after[vertex]!.length));
      pooled(wanted, weights).forEach((value, at) => {
        middle[layers[index]![at]!] = value + offsets[index]![at]!;
      });
    }
  }
  return middle;
}

/** How far below the first of its layer each stands when they stand as close as they may. */
function offsetsOf(layer: readonly number[], heightOf: (vertex: number) => number, real: number): readonly number[] {
  let at = 0;
  return layer.map((vertex, index) => {
    const above = layer[index - 1];
    if (above !== undefined) at += (heightOf(above) + heightOf(vertex)) / 2 + (above < real && vertex < real ? gap : bendGap);
    return at;
  });
}

/** The values nearest to those wanted, by weighted squares, that never fall. */
function pooled(wanted: readonly number[], weights: readonly number[]): readonly number[] {
  const blocks: { value: number; weight: number; size: number }[] = [];
  wanted.forEach((value, index) => {
    let block = { value, weight: weights[index]!, size: 1 };
    for (let last = blocks.at(-1); last && last.value > block.value; last = blocks.at(-1)) {
      blocks.pop();
      const weight = last.weight + block.weight;
      block = { value: (last.value * last.weight + block.value * block.weight) / weight, weight, size: last.size + block.size };
    }
    blocks.push(block);
  });
  return blocks.flatMap(({ value, size }) => Array.from({ length: size }, () => value));
}
