import { useUpdateNodeInternals } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import type { Ports } from './level.ts';

/** Has the ends of a card measured anew when it gets other ports. React Flow measures a new card by itself. */
export function useMeasuredEnds(cardId: string, { inputs, outputs }: Ports): void {
  const updateInternals = useUpdateNodeInternals();
  const ends = [inputs, outputs].map((side) => side.map(({ end }) => end).join(' ')).join('|');
  const measured = useRef(ends);
  useEffect(() => {
    if (measured.current !== ends) updateInternals(cardId);
    measured.current = ends;
  }, [cardId, ends, updateInternals]);
}
