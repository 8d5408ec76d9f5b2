import type { Position } from '@millrace/workflow';
import type { Element } from '../canvas/flow-elements.ts';

/** Where something stands on the canvas and how large it is, in units of the canvas; `x` and `y` are its upper left corner. */
export interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Places by the id of what goes there. */
export type Places = Readonly<Record<string, Position>>;

/** The box of a node or note; one that was not drawn yet has the usual size. */
export function boxOf({ id, position, measured }: Element): Box {
  return { id, x: position.x, y: position.y, width: measured?.width ?? 224, height: measured?.height ?? 96 };
}

/** The smallest box around all of them; none around nothing. */
export function around(boxes: readonly Box[]): Omit<Box, 'id'> | undefined {
  if (boxes.length === 0) return undefined;
  const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
  const [right, bottom] = [Math.max(...boxes.map((box) => box.x + box.width)), Math.max(...boxes.map((box) => box.y + box.height))];
  return { x, y, width: right - x, height: bottom - y };
}

/** How far two boxes are apart; 0 when they touch or overlap. */
export function gapBetween(a: Omit<Box, 'id'>, b: Omit<Box, 'id'>): number {
  const dx = Math.max(a.x - b.x - b.width, b.x - a.x - a.width, 0);
  const dy = Math.max(a.y - b.y - b.height, b.y - a.y - a.height, 0);
  return Math.hypot(dx, dy);
}
