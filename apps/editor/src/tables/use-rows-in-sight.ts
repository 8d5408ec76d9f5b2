import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { scrollHeight, scrollTopFor, topAt } from './scaled-scroll.ts';

interface RowsInSight {
  /** Height of the element that holds the rows. */
  readonly height: number;
  readonly rows: readonly { readonly index: number; readonly y: number }[];
  readonly onKeyDown: (event: KeyboardEvent<HTMLDivElement>) => void;
  /** Brings a row to the upper edge. */
  readonly show: (row: number) => void;
}

const overscan = 6;

/** The rows of a table of any length that stand in the frame, below a header that stays. Wheel and keys move by pixels and rows, whatever the scale. */
export function useRowsInSight(frame: RefObject<HTMLDivElement | null>, { count, rowHeight, headerHeight }: { readonly count: number; readonly rowHeight: number; readonly headerHeight: number }): RowsInSight {
  const [place, setPlace] = useState({ top: 0, scrollTop: 0, view: 400 });
  // Where wheel or keys put the rows: finer than the scroll bar can say.
  const exact = useRef({ top: 0, scrollTop: 0 });
  const length = count * rowHeight;
  const scaled = length > scrollHeight(length);

  const moveTo = (wanted: number) => {
    const element = frame.current;
    if (!element) return;
    const view = element.clientHeight - headerHeight;
    const top = Math.min(Math.max(wanted, 0), Math.max(0, length - view));
    element.scrollTop = scrollTopFor(top, { length, view });
    exact.current = { top, scrollTop: element.scrollTop };
    setPlace({ ...exact.current, view });
  };
  const move = useRef(moveTo);
  move.current = moveTo;

  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const look = () => {
      const view = element.clientHeight - headerHeight;
      const { scrollTop } = element;
      if (Math.abs(scrollTop - exact.current.scrollTop) >= 1) exact.current = { scrollTop, top: topAt(scrollTop, { length, view }) };
      const top = Math.min(exact.current.top, Math.max(0, length - view));
      setPlace((known) => (known.top === top && known.scrollTop === scrollTop && known.view === view ? known : { top, scrollTop, view }));
    };
    const wheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? rowHeight : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? element.clientHeight - headerHeight : 1;
      element.scrollLeft += event.deltaX * unit;
      move.current(exact.current.top + event.deltaY * unit);
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    if (scaled) element.addEventListener('wheel', wheel, { passive: false });
    const size = new ResizeObserver(look);
    size.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      element.removeEventListener('wheel', wheel);
      size.disconnect();
    };
  }, [frame, headerHeight, length, rowHeight, scaled]);

  const first = Math.max(0, Math.floor(place.top / rowHeight) - overscan);
  const last = Math.min(count - 1, Math.ceil((place.top + place.view) / rowHeight) + overscan);
  return {
    height: scrollHeight(length),
    rows: Array.from({ length: Math.max(0, last - first + 1) }, (_, place_) => ({ index: first + place_, y: place.scrollTop + (first + place_) * rowHeight - place.top })),
    show: (row) => moveTo(row * rowHeight),
    onKeyDown: (event) => {
      if (event.target !== event.currentTarget || event.altKey || event.metaKey) return;
      const page = Math.max(rowHeight, place.view - rowHeight);
      const tops: Readonly<Record<string, number>> = { ArrowDown: place.top + rowHeight, ArrowUp: place.top - rowHeight, PageDown: place.top + page, PageUp: place.top - page, Home: 0, End: length };
      const top = tops[event.key];
      if (top === undefined) return;
      event.preventDefault();
      moveTo(top);
    },
  };
}
