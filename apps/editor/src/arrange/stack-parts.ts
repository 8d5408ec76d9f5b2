import { around, type Box } from './box.ts';

const gap = 64;
const usualWidth = 1200;

/** Puts parts of a graph below each other; single boxes lie side by side in rows, as wide as the widest part. */
export function stacked(parts: readonly (readonly Box[])[]): readonly Box[] {
  const sizes = parts.map((part) => around(part) ?? { x: 0, y: 0, width: 0, height: 0 });
  const widest = Math.max(usualWidth, ...sizes.map(({ width }) => width));
  let [x, y, rowHeight] = [0, 0, 0];
  const newRow = () => {
    y += rowHeight === 0 ? 0 : rowHeight + gap;
    [x, rowHeight] = [0, 0];
  };
  return parts.flatMap((part, index) => {
    const size = sizes[index]!; // one for each part
    if (part.length > 1 || x + size.width > widest) newRow();
    const placed = part.map((box) => ({ ...box, x: box.x - size.x + x, y: box.y - size.y + y }));
    rowHeight = Math.max(rowHeight, size.height);
    x += size.width + gap;
    if (part.length > 1) newRow();
    return placed;
  });
}
