/** An SVG path through `[x, y]` points, scaled to fill a box with a margin above and below. */
export function linePath(points: readonly (readonly [number, number])[], width: number, height: number, margin: number): string {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y).filter(Number.isFinite);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  const x = (value: number) => (right === left ? width : ((value - left) / (right - left)) * width);
  const y = (value: number) => (high === low ? height / 2 : height - margin - ((value - low) / (high - low)) * (height - 2 * margin));
  const drawn = points.filter(([, value]) => Number.isFinite(value));
  return drawn.map(([at, value], index) => `${index === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join('');
}
