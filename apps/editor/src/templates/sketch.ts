import { parseEndpoint, type Position, type Workflow } from '@millrace/workflow';

export interface SketchBox {
  readonly id: string;
  readonly type: string;
  readonly x: number;
  readonly y: number;
}

/** A document drawn small: boxes and curves in the units of its layout. */
export interface Sketch {
  readonly viewBox: string;
  readonly boxes: readonly SketchBox[];
  /** Paths of an SVG. */
  readonly wires: readonly string[];
}

export const boxWidth = 224;
export const boxHeight = 96;
const margin = 24;

/** What a small drawing of a workflow shows. A node without a place stands in a row with the others that have none. */
export function sketchOf({ nodes, edges, layout }: Pick<Workflow, 'nodes' | 'edges' | 'layout'>): Sketch {
  const boxes = nodes.map(({ id, type }, index): SketchBox => {
    const [x, y]: Position = layout[id] ?? [index * (boxWidth + 48), 0];
    return { id, type, x, y };
  });
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const wires = edges.flatMap(({ from, to }) => {
    const [source, target] = [byId.get(parseEndpoint(from).node), byId.get(parseEndpoint(to).node)];
    return source && target ? [curve(source, target)] : [];
  });
  const [left, top] = [Math.min(0, ...boxes.map(({ x }) => x)), Math.min(0, ...boxes.map(({ y }) => y))];
  const [right, bottom] = [Math.max(boxWidth, ...boxes.map(({ x }) => x + boxWidth)), Math.max(boxHeight, ...boxes.map(({ y }) => y + boxHeight))];
  return { viewBox: [left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin].join(' '), boxes, wires };
}

function curve(source: SketchBox, target: SketchBox): string {
  const [x1, y1, x2, y2] = [source.x + boxWidth, source.y + boxHeight / 2, target.x, target.y + boxHeight / 2];
  const bend = Math.max(40, Math.abs(x2 - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
