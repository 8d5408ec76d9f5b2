// Browsers cap how tall an element may be. A table that would be taller is scrolled to scale: its rows lie on a line of their
// true length (`top`), of which the scroll bar (`scrollTop`) shows a shorter picture.

/** Pixels that every browser allows. */
export const tallest = 8_000_000;

export interface ScrollFrame {
  /** Pixels that all rows would take. */
  readonly length: number;
  /** Pixels of rows in sight. */
  readonly view: number;
}

/** Height of the element that is scrolled, in pixels. */
export function scrollHeight(length: number): number {
  return Math.min(length, tallest);
}

/** Where on the line of rows the upper edge of the view stands. */
export function topAt(scrollTop: number, { length, view }: ScrollFrame): number {
  const way = scrollHeight(length) - view;
  return way <= 0 ? 0 : Math.min(Math.max(scrollTop / way, 0), 1) * (length - view);
}

/** The opposite of `topAt`. */
export function scrollTopFor(top: number, { length, view }: ScrollFrame): number {
  const way = length - view;
  return way <= 0 ? 0 : Math.min(Math.max(top / way, 0), 1) * (scrollHeight(length) - view);
}
