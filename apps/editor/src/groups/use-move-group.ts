import type { Position } from '@millrace/workflow';
import { useReactFlow } from '@xyflow/react';
import { useMemo, type KeyboardEvent, type PointerEvent } from 'react';
import { useCanvas } from '../canvas/canvas-store.ts';
import { move } from '../document/edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';

const threshold = 3;
const arrows: Readonly<Record<string, Position>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Moves all members of a group by its title, with the pointer or the arrow keys; a plain click selects them. One gesture is one step that undo takes back. */
export function useMoveGroup(members: ReadonlySet<string>) {
  const { getZoom } = useReactFlow();
  return useMemo(() => {
    let drag: { readonly x: number; readonly y: number; readonly places: readonly (readonly [string, Position])[]; moved: boolean } | undefined;
    const places = () => useCanvas.getState().elements.filter(({ id }) => members.has(id)).map(({ id, position }): [string, Position] => [id, [position.x, position.y]]);
    const by = (from: readonly (readonly [string, Position])[], dx: number, dy: number) => from.map(([id, [x, y]]): [string, Position] => [id, [x + dx, y + dy]]);
    const show = (to: readonly (readonly [string, Position])[]) =>
      useCanvas.getState().changeElements(to.map(([id, [x, y]]) => ({ type: 'position', id, position: { x, y } })));
    return {
      onPointerDown: (event: PointerEvent) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drag = { x: event.clientX, y: event.clientY, places: places(), moved: false };
      },
      onPointerMove: (event: PointerEvent) => {
        if (!drag) return;
        const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
        drag.moved ||= Math.hypot(dx, dy) > threshold;
        if (drag.moved) show(by(drag.places, dx / getZoom(), dy / getZoom()));
      },
      onPointerUp: () => {
        if (drag?.moved) useWorkflow.getState().edit((document) => move(document, Object.fromEntries(places())));
        else if (drag) useCanvas.getState().select([...members]);
        drag = undefined;
      },
      onPointerCancel: () => {
        if (drag) show(drag.places);
        drag = undefined;
      },
      onKeyDown: (event: KeyboardEvent) => {
        const arrow = arrows[event.key];
        if (!arrow) return;
        event.preventDefault();
        event.stopPropagation();
        const step = event.shiftKey ? 20 : 5;
        useWorkflow.getState().edit((document) => move(document, Object.fromEntries(by(places(), arrow[0] * step, arrow[1] * step))), 'nudge');
      },
      // The keyboard's click comes without a pointer.
      onClick: ({ detail }: { readonly detail: number }) => detail === 0 && useCanvas.getState().select([...members]),
    };
  }, [members, getZoom]);
}
