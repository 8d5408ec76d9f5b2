import type { Box } from '../box.ts';
import { middlesOf } from './heights.ts';
import { layersOf } from './layers.ts';
import { ordered } from './order.ts';

const layerGap = 72;

/** Places boxes in layers from left to right along the wires, after Sugiyama, Tagawa and Toda (1981). Wires to elsewhere are passed over. */
export function layered(boxes: readonly Box[], wires: readonly (readonly [from: string, to: string])[]): readonly Box[] {
  const numbers = new Map(boxes.map(({ id }, index) => [id, index]));
  const among = wires.flatMap(([from, to]): [number, number][] => {
    const ends = [numbers.get(from), numbers.get(to)] as const;
    return ends[0] === undefined || ends[1] === undefined ? [] : [[ends[0], ends[1]]];
  });
  const graph = ordered(layersOf(boxes.length, among));
  const middles = middlesOf(graph, (vertex) => boxes[vertex]?.height ?? 0);
  const widths = graph.layers.map((layer) => Math.max(0, ...layer.map((vertex) => boxes[vertex]?.width ?? 0)));
  let x = 0;
  return graph.layers.flatMap((layer, index) => {
    const left = x;
    x += widths[index]! + layerGap;
    return layer.flatMap((vertex): Box[] => {
      const box = boxes[vertex];
      return box ? [{ ...box, x: left + (widths[index]! - box.width) / 2, y: middles[vertex]! - box.height / 2 }] : [];
    });
  });
}
