import type { Position } from '@millrace/workflow';
import type { Box } from '../arrange/box.ts';

/** A wire as it is drawn: from the middle of an output's handle to that of an input's. */
export interface DrawnWire {
  readonly id: string;
  readonly from: Position;
  readonly to: Position;
}

const samples = 24;

/** The wire that passes nearest to the middle of a box, among those that pass through the inner part of it. */
export function wireUnder(box: Omit<Box, 'id'>, wires: readonly DrawnWire[]): string | undefined {
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  let best: { readonly id: string; readonly distance: number } | undefined;
  for (const wire of wires) {
    for (const [px, py] of pointsOn(wire)) {
      if (Math.abs(px - x) > box.width * 0.4 || Math.abs(py - y) > box.height * 0.4) continue;
      const distance = Math.hypot(px - x, py - y);
      if (!best || distance < best.distance) best = { id: wire.id, distance };
    }
  }
  return best?.id;
}

/** Points along the curve that React Flow draws between an output at the right and an input at the left of a node, its ends left out. */
function pointsOn({ from: [x0, y0], to: [x3, y3] }: DrawnWire): readonly Position[] {
  const reach = x3 >= x0 ? (x3 - x0) / 2 : 6.25 * Math.sqrt(x0 - x3);
  const [x1, x2] = [x0 + reach, x3 - reach];
  return Array.from({ length: samples }, (_, index): Position => {
    const t = (index + 1) / (samples + 1);
    const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3];
    return [a * x0 + b * x1 + c * x2 + d * x3, (a + b) * y0 + (c + d) * y3];
  });
}
