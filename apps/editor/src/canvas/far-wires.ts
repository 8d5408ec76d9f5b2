// Wires from afar: a few long paths in place of an element for each of thousands.
import { portOffset } from '../groups/frame-size.ts';
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
  const byId = new Map(elements.map((element) => [element.id, element]));
  const paths = new Map<string, { readonly look: WireLook; path: string }>();
  for (const wire of wires) {
    const [source, target] = [byId.get(wire.source), byId.get(wire.target)];
    if (!source || !target) continue;
    const x1 = source.position.x + (source.measured?.width ?? 0);
    const y1 = source.position.y + endOf(looks.portsOf(source), 'outputs', wire.sourceHandle);
    const x2 = target.position.x;
    const y2 = target.position.y + endOf(looks.portsOf(target), 'inputs', wire.targetHandle);
    const look = lookOf(wire, looks);
    const key = `${typeof look === 'string' ? look : look.kind} ${Math.floor(x1 / part)} ${Math.floor(y1 / part)}`;
    const known = paths.get(key) ?? { look, path: '' };
    const bend = Math.max(40, Math.abs(x2 - x1) / 2);
    known.path += `M${Math.round(x1)} ${Math.round(y1)}C${Math.round(x1 + bend)} ${Math.round(y1)} ${Math.round(x2 - bend)} ${Math.round(y2)} ${Math.round(x2)} ${Math.round(y2)}`;
    paths.set(key, known);
  }
  return [...paths].map(([key, { look, path }]) => ({ key, look, path }));
}

function lookOf(wire: Wire, { isRunning, isBroken }: { readonly isRunning: (nodeId: string) => boolean; readonly isBroken: (edge: string) => boolean }): WireLook {
  if (isBroken(wire.id)) return 'broken';
  return isRunning(wire.target) ? 'flows' : { kind: wire.data?.kind ?? 'any' };
}

function endOf(ports: PortNames, side: 'inputs' | 'outputs', name: string | null | undefined): number {
  const index = Math.max(0, ports[side].indexOf(name ?? ''));
  return ports.spread === undefined ? heightOfEnd(index) : portOffset(index, Math.max(1, ports[side].length)) * ports.spread;
}
