import type { Position } from '@xyflow/react';

// As NodeCard.module.css draws a card at zoom 1, without what a run adds below.
const width = 224;
const [header, port, below] = [48, 20, 8];
const handle = 11;

/** `left` and `right` are React Flow's own words; its enumeration is not loaded for them. */
const sides = { in: 'left' as Position, out: 'right' as Position };

interface Ports {
  readonly inputs?: readonly (string | { readonly name: string })[] | undefined;
  readonly outputs?: readonly (string | { readonly name: string })[] | undefined;
}

/**
 * The size of a card and the places of its ports before it was drawn, so that React Flow need not draw all cards to find which of
 * them are in sight. It is a pixel too high: the first real measure always replaces this.
 */
export function estimate({ inputs = [], outputs = [] }: Ports) {
  const at = (side: 'in' | 'out') => (named: string | { readonly name: string }, index: number) => ({
    id: typeof named === 'string' ? named : named.name, type: side === 'in' ? 'target' as const : 'source' as const, position: sides[side],
    x: (side === 'in' ? 0 : width) - handle / 2, y: header + index * port + (port - handle) / 2, width: handle, height: handle,
  });
  return {
    measured: { width, height: header + Math.max(inputs.length, outputs.length) * port + below + 1 },
    handles: [...inputs.map(at('in')), ...outputs.map(at('out'))],
  };
}
