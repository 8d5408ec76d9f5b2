import { selectedElements } from '../canvas/canvas-store.ts';
import { moveElements } from '../canvas/move-elements.ts';
import { aligned, distributed, type Alignment, type Direction } from './align.ts';
import { boxOf, type Box, type Places } from './box.ts';

/** Brings the selected nodes and notes onto one line. */
export function alignSelection(to: Alignment): void {
  place((boxes) => aligned(boxes, to));
}

/** Makes the gaps between the selected nodes and notes equal. */
export function distributeSelection(direction: Direction): void {
  place((boxes) => distributed(boxes, direction));
}

function place(arrange: (boxes: readonly Box[]) => Places): void {
  moveElements(arrange(selectedElements().map(boxOf)));
}
