/** Between a frame and what is in it. */
export const framePadding = 18;

/** The strip at the top of a frame that its title stands in. */
export const frameBarHeight = 32;

/** Where the frame around a box lies, and its colour. */
export function frameStyle({ x, y, width, height }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }, color: string): React.CSSProperties {
  return {
    '--hue': `var(--hue-${color})`, width: width + 2 * framePadding, height: height + 2 * framePadding + frameBarHeight,
    transform: `translate(${x - framePadding}px, ${y - framePadding - frameBarHeight}px)`,
  } as React.CSSProperties; // a custom property beside known ones
}

/** The room that a port takes at the border of a folded card. */
export const portHeight = 16;

/** Where a port lies at the border of a folded card, from 0 at its upper end to 1 at its lower. */
export function portOffset(index: number, count: number): number {
  return (index + 0.5) / count;
}
