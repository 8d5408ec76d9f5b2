// Wires seen from afar are no elements: which of them is meant is found by where they run.
import type { Position } from '@millrace/workflow';
import { create } from 'zustand';
import { useCatalog } from '../document/catalog-store.ts';
import type { DrawnWire } from '../insert/wire-under.ts';
import { useCanvas } from './canvas-store.ts';
import { farCurves, portNames, wireAt } from './far-wires.ts';

/** How near to a wire the pointer must come, in pixels of the screen. */
const reach = 7;

let known: { readonly of: readonly unknown[]; readonly curves: readonly DrawnWire[] } = { of: [], curves: [] };

/** The wire under the pointer. */
export const useFarHover = create<{ readonly wire: string | undefined }>(() => ({ wire: undefined }));

/** The wires as they run now; they are computed anew only when something else is drawn. */
export function farCurvesNow(): readonly DrawnWire[] {
  const { elements, wires } = useCanvas.getState();
  const { byType } = useCatalog.getState();
  if (known.of[0] !== elements || known.of[1] !== wires || known.of[2] !== byType) known = { of: [elements, wires, byType], curves: farCurves(elements, wires, portNames(byType)) };
  return known.curves;
}

/** Notes which wire is under the pointer, at a place of the canvas seen at a zoom; none, where there is no place. */
export function hoverFar(place: Position | undefined, zoom: number): void {
  const wire = place && wireAt(farCurvesNow(), place, reach / zoom);
  if (useFarHover.getState().wire !== wire) useFarHover.setState({ wire });
}

/** Selects the wire at a place, and nothing else; where there is none, no wire is selected any more. */
export function pickFar(place: Position, zoom: number): void {
  const wire = wireAt(farCurvesNow(), place, reach / zoom);
  if (wire !== undefined) useCanvas.getState().select([wire]);
  else leaveFar();
}

/** Takes all wires out of the selection. */
export function leaveFar(): void {
  const { wires, changeWires } = useCanvas.getState();
  const selected = wires.filter((wire) => wire.selected);
  if (selected.length > 0) changeWires(selected.map(({ id }) => ({ type: 'select', id, selected: false })));
}
