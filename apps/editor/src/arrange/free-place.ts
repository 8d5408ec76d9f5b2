import type { Position } from '@millrace/workflow';
import type { Box } from './box.ts';

const gap = 24;

/** The first place at or below `place` where something of that size lies over none of `boxes` and leaves a gap to each. */
export function freePlace([x, y]: Position, { width, height }: Pick<Box, 'width' | 'height'>, boxes: readonly Box[]): Position {
  const inTheWay = boxes.filter((box) => box.x < x + width + gap && x < box.x + box.width + gap).sort((a, b) => a.y - b.y);
  let free = y;
  for (const box of inTheWay) if (box.y < free + height + gap && free < box.y + box.height + gap) free = box.y + box.height + gap;
  return [x, free];
}
