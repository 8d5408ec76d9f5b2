import { useStore } from '@xyflow/react';
import { useLayoutEffect } from 'react';
import { create } from 'zustand';
import { shallow } from 'zustand/shallow';

/** How much of a card can be read: all of it, its title and its figures in large letters, or hardly more than its colour. */
export type Level = 'near' | 'small' | 'far';

// Text of the card is 13 px high at zoom 1: below these it is drawn larger, and less of it.
const levels = [['far', 0.36], ['small', 0.62]] as const;
const plainBelow = 0.42;

interface Detail {
  readonly level: Level;
  /** Hundreds of cards may be in sight: each is drawn with as little as it needs. */
  readonly plain: boolean;
}

/** In how much detail the canvas is drawn; kept by `useFollowLevel`, so that cards need not watch each step of a zoom. */
export const useDetail = create<Detail>(() => ({ level: 'near', plain: false }));

export function levelOf(zoom: number): Level {
  return levels.find(([, below]) => zoom < below)?.[0] ?? 'near';
}

/** The detail that a zoom allows. Only of a workflow that is `large` are the cards drawn plainly, from somewhat nearer on: there is more to draw. */
export function detailAt(zoom: number, { large }: { readonly large: boolean }): Detail {
  const plain = large && zoom < plainBelow;
  return { level: plain ? 'far' : levelOf(zoom), plain };
}

/** Keeps `useDetail` as the zoom of the canvas says, for a workflow that is `large` or not; a canvas that has not begun has no zoom. */
export function useFollowLevel({ large }: { readonly large: boolean }): void {
  const detail = useStore(({ panZoom, transform: [, , zoom] }) => (panZoom ? detailAt(zoom, { large }) : undefined), shallow);
  useLayoutEffect(() => {
    if (detail) useDetail.setState(detail);
  }, [detail]);
}
