import { useReactFlow, type FitViewOptions } from '@xyflow/react';
import { useEffect, useRef } from 'react';

/** Brings the level that was just opened into view on a canvas that only shows; what is first seen fits by itself. */
export function useFitLevel(subflowId: string | undefined, fit: FitViewOptions): void {
  const { fitView } = useReactFlow();
  const before = useRef(subflowId);
  useEffect(() => {
    if (before.current !== subflowId) void fitView(fit);
    before.current = subflowId;
  }, [subflowId, fitView, fit]);
}
