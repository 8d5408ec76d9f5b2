// Wires from afar: a few long paths in place of an element for each of thousands.
import type { NodeManifest, Position } from '@millrace/workflow';
import { portOffset } from '../groups/frame-size.ts';
import type { DrawnWire } from '../insert/wire-under.ts';
import type { Element, Wire } from './flow-elements.ts';

/** What is drawn alike: wires of one look that start in one part of the canvas, so that what is out of sight need not be painted. */
export interface WirePath {
  readonly key: string;
  readonly look: WireLook;
  readonly path: string;
}

export type WireLook = 'flows' | 'broken' | { readonly kind: string };

interface PortNames {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Over how much of the height of the card they are spread; without it, they stand below each other as in a list. */
  readonly spread?: number | undefined;
}

/** Side of a part, in pixels at zoom 1. */
const part = 2400;

/** Straight pieces that a wire is looked at in. */
const steps = 24;

const none: PortNames = { inputs: [], outputs: [] };

/** How far below the upper edge of a card seen from afar the wires of its ports end, by the place of the port. */
export function heightOfEnd(index: number): number {
  return 30 + index * 20;
}

/** The paths of all wires. */
export function farWires(elements: readonly Element[], wires: readonly Wire[], looks: {
  readonly portsOf: (element: Element) => PortNames;
  readonly isRunning: (nodeId: string) => boolean;
  readonly isBroken: (edge: string) => boolean;
}): readonly WirePath[] {
  const paths = new Map<string, { readonly look: WireLook; path: string }>();
  const byId = new Map(wires.map((wire) => [wire.id, wire]));
  for (const curve of farCurves(elements, wires, looks.portsOf)) {
    const look = lookOf(byId.get(curve.id), looks);
    const key = `${typeof look === 'string' ? look : look.kind} ${Math.floor(curve.from[0] / part)} ${Math.floor(curve.from[1] / part)}`;
    const known = paths.get(key) ?? { look, path: '' };
    known.path += pathOf(curve);
    paths.set(key, known);
  }
  return [...paths].map(([key, { look, path }]) => ({ key, look, path }));
}

/** Where each wire begins and ends, seen from afar. */
export function farCurves(elements: readonly Element[], wires: readonly Wire[], portsOf: (element: Element) => PortNames): readonly DrawnWire[] {
  const byId = new Map(elements.map((element) => [element.id, element]));
  return wires.flatMap((wire): DrawnWire[] => {
    const [source, target] = [byId.get(wire.source), byId.get(wire.target)];
    if (!source || !target) return [];
    return [{
      id: wire.id,
      from: [source.position.x + (source.measured?.width ?? 0), source.position.y + endOf(portsOf(source), 'outputs', wire.sourceHandle)],
      to: [target.position.x, target.position.y + endOf(portsOf(target), 'inputs', wire.targetHandle)],
    }];
  });
}

/** One wire, as SVG has it. */
export function pathOf({ from: [x1, y1], to: [x2, y2] }: DrawnWire): string {
  const bend = bendOf(x1, x2);
  return `M${Math.round(x1)} ${Math.round(y1)}C${Math.round(x1 + bend)} ${Math.round(y1)} ${Math.round(x2 - bend)} ${Math.round(y2)} ${Math.round(x2)} ${Math.round(y2)}`;
}

/** The wire that passes nearest to a place, and no further from it than `reach`. */
export function wireAt(curves: readonly DrawnWire[], [x, y]: Position, reach: number): string | undefined {
  let best: { readonly id: string; readonly distance: number } | undefined;
  for (const { id, from: [x1, y1], to: [x2, y2] } of curves) {
    const bend = bendOf(x1, x2);
    if (y < Math.min(y1, y2) - reach || y > Math.max(y1, y2) + reach || x < Math.min(x1, x2 - bend) - reach || x > Math.max(x2, x1 + bend) + reach) continue;
    let [px, py] = [x1, y1];
    for (let step = 1; step <= steps; step++) {
      const t = step / steps;
      const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3];
      const [qx, qy] = [a * x1 + b * (x1 + bend) + c * (x2 - bend) + d * x2, (a + b) * y1 + (c + d) * y2];
      const distance = distanceToLine(x, y, px, py, qx, qy);
      if (distance <= reach && (!best || distance < best.distance)) best = { id, distance };
      [px, py] = [qx, qy];
    }
  }
  return best?.id;
}

/** The ports of what is on the canvas, by what the page knows of node types. */
export function portNames(byType: ReadonlyMap<string, NodeManifest>): (element: Element) => PortNames {
  const names = new Map([...byType].map(([type, { inputs, outputs }]) => [type, { inputs: inputs.map(({ name }) => name), outputs: outputs.map(({ name }) => name) }]));
  const ends = (ports: readonly { readonly end: string }[]) => ports.map(({ end }) => end);
  return (element) => {
    if (element.type === 'step') return names.get(element.data.node.type) ?? element.data.missingPorts ?? none;
    if (element.type !== 'subflow' && element.type !== 'folded') return none;
    return { inputs: ends(element.data.ports.inputs), outputs: ends(element.data.ports.outputs), ...(element.type === 'folded' ? { spread: element.measured?.height ?? 0 } : {}) };
  };
}

function bendOf(x1: number, x2: number): number {
  return Math.max(40, Math.abs(x2 - x1) / 2);
}

function distanceToLine(x: number, y: number, x1: number, y1: number, x2: number, y2: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
}

function lookOf(wire: Wire | undefined, { isRunning, isBroken }: { readonly isRunning: (nodeId: string) => boolean; readonly isBroken: (edge: string) => boolean }): WireLook {
  if (wire && isBroken(wire.id)) return 'broken';
  return wire && isRunning(wire.target) ? 'flows' : { kind: wire?.data?.kind ?? 'any' };
}

function endOf(ports: PortNames, side: 'inputs' | 'outputs', name: string | null | undefined): number {
  const index = Math.max(0, ports[side].indexOf(name ?? ''));
  return ports.spread === undefined ? heightOfEnd(index) : portOffset(index, Math.max(1, ports[side].length)) * ports.spread;
}
