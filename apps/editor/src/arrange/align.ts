import type { Position } from '@millrace/workflow';
import { around, type Box, type Places } from './box.ts';

export type Alignment = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom';
export type Direction = 'horizontally' | 'vertically';

/** Where boxes go so that one of their edges, or their middles, come to lie on one line: that of the box around all of them. */
export function aligned(boxes: readonly Box[], to: Alignment): Places {
  const all = around(boxes);
  if (!all) return {};
  return Object.fromEntries(boxes.map((box): [string, Position] => {
    switch (to) {
      case 'left':
        return [box.id, [all.x, box.y]];
      case 'center':
        return [box.id, [all.x + (all.width - box.width) / 2, box.y]];
      case 'right':
        return [box.id, [all.x + all.width - box.width, box.y]];
      case 'top':
        return [box.id, [box.x, all.y]];
      case 'middle':
        return [box.id, [box.x, all.y + (all.height - box.height) / 2]];
      case 'bottom':
        return [box.id, [box.x, all.y + all.height - box.height]];
      default:
        return to satisfies never;
    }
  }));
}

/** Where boxes go so that the gaps between neighbours are equal; the outermost two stay. Fewer than three have nothing to share out. */
export function distributed(boxes: readonly Box[], direction: Direction): Places {
  const all = around(boxes);
  if (!all || boxes.length < 3) return {};
  const [start, size] = direction === 'horizontally' ? (['x', 'width'] as const) : (['y', 'height'] as const);
  const inOrder = [...boxes].sort((a, b) => a[start] + a[size] / 2 - (b[start] + b[size] / 2));
  const first = inOrder[0]!;
  const last = inOrder.at(-1)!; // there are at least three
  const between = inOrder.slice(1, -1).reduce((sum, box) => sum + box[size], 0);
  const gap = (last[start] - first[start] - first[size] - between) / (boxes.length - 1);
  let next = first[start];
  return Object.fromEntries(inOrder.map((box, index): [string, Position] => {
    const at = index === inOrder.length - 1 ? last[start] : next;
    next += box[size] + gap;
    return [box.id, direction === 'horizontally' ? [at, box.y] : [box.x, at]];
  }));
}
