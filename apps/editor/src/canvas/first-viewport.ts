// What of a workflow is in view when it is opened: all of it, as large as it fits.
import { getViewportForBounds, useReactFlow, type Viewport } from '@xyflow/react';
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { useWorkflow } from '../document/workflow-store.ts';
import { useOpenSubflow } from '../subflows/open-subflow.ts';
import { useCanvas } from './canvas-store.ts';
import { many, type Element } from './flow-elements.ts';
import { detailAt, useDetail } from './level.ts';

const fit = { padding: 0.07, maxZoom: 1, minZoom: 0.2 };
const origin: Viewport = { x: 0, y: 0, zoom: 1 };

/**
 * Where the canvas begins, once the size of its frame is known. The cards of a large workflow are estimated before they are drawn, so
 * that it begins where it will stay: the cards that are in sight are drawn once, and as plain as they will be.
 */
export function useFirstViewport(frame: RefObject<HTMLElement | null>): Viewport | undefined {
  const [viewport, setViewport] = useState<Viewport>();
  useLayoutEffect(() => {
    const { elements } = useCanvas.getState();
    const large = elements.length > many;
    const first = large && frame.current ? whole(elements, frame.current) : origin;
    useDetail.setState(detailAt(first.zoom, { large }));
    setViewport(first);
  }, [frame]);
  return viewport;
}

/** Brings a small workflow, or one opened after the first, into view once its cards are measured. What is asked before the canvas `hasBegun` would be forgotten. */
export function useFitOnOpen({ hasBegun }: { readonly hasBegun: boolean }): void {
  const { fitView, setViewport } = useReactFlow();
  const opened = useWorkflow((state) => state.opened);
  const subflowId = useOpenSubflow((state) => state.subflowId);
  const isFirst = useRef(true);
  useEffect(() => {
    if (!hasBegun) return;
    const count = useCanvas.getState().elements.length;
    const stands = isFirst.current && count > many;
    isFirst.current = false;
    if (stands) return;
    if (count > 0) void fitView(fit);
    else void setViewport(origin);
  }, [hasBegun, opened, subflowId, fitView, setViewport]);
}

function whole(elements: readonly Element[], { clientWidth, clientHeight }: HTMLElement): Viewport {
  const boxes = elements.flatMap(({ position: { x, y }, measured: { width = 0, height = 0 } = {} }) => (width > 0 ? [{ left: x, top: y, right: x + width, bottom: y + height }] : []));
  const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))];
  const bounds = { x: left, y: top, width: Math.max(...boxes.map((box) => box.right)) - left, height: Math.max(...boxes.map((box) => box.bottom)) - top };
  return boxes.length === 0 ? origin : getViewportForBounds(bounds, clientWidth, clientHeight, fit.minZoom, fit.maxZoom, fit.padding);
}
