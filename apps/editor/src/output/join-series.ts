export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [number, number])[];
}

type Columns = [xs: number[], ...ys: (number | null)[][]];

/** Series as columns over the union of their x values, sorted; `null` where a series has no point. A later point at the same x wins. */
export function joinSeries(series: readonly Series[]): Columns {
  const xs = [...new Set(series.flatMap(({ points }) => points.map(([x]) => x)))].sort((a, b) => a - b);
  const place = new Map(xs.map((x, index) => [x, index]));
  const columns = series.map(({ points }) => {
    const column: (number | null)[] = xs.map(() => null);
    for (const [x, y] of points) column[place.get(x) ?? 0] = y;
    return column;
  });
  return [xs, ...columns];
}
