import { useReactFlow, useStore } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useSelectedNodeId } from './canvas-store.ts';

const margin = 20;

/** When the output opens below the canvas or closes, the middle of the view stays in the middle, and the selected node in sight. */
export function useKeepInSight(): void {
  const selected = useSelectedNodeId();
  const height = useStore((state) => state.height);
  const before = useRef(height);
  const { getInternalNode, getViewport, setViewport } = useReactFlow();
  useEffect(() => {
    const change = before.current === 0 ? 0 : height - before.current;
    before.current = height;
    const { x, y, zoom } = getViewport();
    const node = selected === undefined ? undefined : getInternalNode(selected);
    const top = (node?.internals.positionAbsolute.y ?? 0) * zoom + y + change / 2;
    const below = node ? top + (node.measured.height ?? 0) * zoom + margin - height : 0;
    const raise = Math.max(0, Math.min(below, top - margin));
    if (change !== 0 || raise > 0) void setViewport({ x, y: y + change / 2 - raise, zoom });
  }, [height, selected, getInternalNode, getViewport, setViewport]);
}
