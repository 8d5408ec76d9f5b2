// What of the canvas is in view, for commands, which are not drawn inside of React Flow.
import type { Position } from '@millrace/workflow';
import { useReactFlow, type ReactFlowInstance } from '@xyflow/react';
import { useEffect } from 'react';
import { selectedElements } from './canvas-store.ts';

const whole = { padding: 0.12, maxZoom: 1, duration: 250 };
let flow: ReactFlowInstance | undefined;

/** Lends the commands the canvas of this provider for as long as the component is there. */
export function useLentViewport(): void {
  const instance = useReactFlow();
  useEffect(() => {
    flow = instance;
    return () => {
      flow = undefined;
    };
  }, [instance]);
}

export function zoomIn(): void {
  void flow?.zoomIn({ duration: 150 });
}

export function zoomOut(): void {
  void flow?.zoomOut({ duration: 150 });
}

export function showAll(): void {
  void flow?.fitView(whole);
}

/** Brings the selected nodes and notes into view, as large as they fit. */
export function showSelection(): void {
  void flow?.fitView({ ...whole, padding: 0.3, nodes: selectedElements().map(({ id }) => ({ id })) });
}

/** Puts one node or note into the middle; from afar it comes near enough to be read. */
export function centre(id: string): void {
  const node = flow?.getInternalNode(id);
  if (!flow || !node) return;
  const { x, y } = node.internals.positionAbsolute;
  void flow.setCenter(x + (node.measured.width ?? 224) / 2, y + (node.measured.height ?? 100) / 2, { zoom: Math.min(1, Math.max(0.7, flow.getZoom())) });
}

/** Moves the view to a box that is not wholly in sight, at the zoom that is there. */
export function bringIntoSight({ x, y, width, height }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }): void {
  const canvas = document.querySelector('[data-testid="canvas"]')?.getBoundingClientRect();
  if (!flow || !canvas) return;
  const [start, end] = [flow.flowToScreenPosition({ x, y }), flow.flowToScreenPosition({ x: x + width, y: y + height })];
  if (start.x >= canvas.left && start.y >= canvas.top && end.x <= canvas.right && end.y <= canvas.bottom) return;
  void flow.setCenter(x + width / 2, y + height / 2, { zoom: flow.getZoom(), duration: 200 });
}

/** The place on the canvas that is in the middle of what is seen of it. */
export function middleOfView(): Position {
  const canvas = document.querySelector('[data-testid="canvas"]')?.getBoundingClientRect() ?? new DOMRect(0, 0, innerWidth, innerHeight);
  const { x, y } = flow?.screenToFlowPosition({ x: canvas.x + canvas.width / 2, y: canvas.y + canvas.height / 2 }) ?? { x: 0, y: 0 };
  return [x, y];
}
