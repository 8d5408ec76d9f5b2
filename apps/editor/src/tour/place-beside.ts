export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const gap = 14;
const edge = 12;

/** Where a card stands beside a box: right of it, left, below or above, wherever it has room; else in the box's own corner. Always in the window. */
export function placeBeside({ left, top, width, height }: Box, card: Size, window: Size): { readonly left: number; readonly top: number } {
  const within = (x: number, y: number) => ({
    left: Math.round(Math.max(edge, Math.min(x, window.width - card.width - edge))), top: Math.round(Math.max(edge, Math.min(y, window.height - card.height - edge))),
  });
  const middle = top + height / 2 - card.height / 2;
  if (left + width + gap + card.width + edge <= window.width) return within(left + width + gap, Math.min(middle, top + 120));
  if (left - gap - card.width >= edge && height > card.height / 2) return within(left - gap - card.width, Math.min(middle, top + 120));
  if (top + height + gap + card.height + edge <= window.height) return within(left + width - card.width, top + height + gap);
  if (top - gap - card.height >= edge) return within(left + width / 2 - card.width / 2, top - gap - card.height);
  return within(left + width - card.width - gap, top + height - card.height - gap);
}
