export const aggregates = ['count', 'mean', 'median', 'sum', 'min', 'max'] as const;
export type Aggregate = (typeof aggregates)[number];

/** What is to be drawn of a table, as data. */
export type ChartRequest =
  | { readonly type: 'histogram'; readonly x: string; readonly by?: string; readonly bins?: number }
  /** `count` needs no `y`. */
  | { readonly type: 'bar'; readonly x: string; readonly y?: string; readonly aggregate?: Aggregate }
  /** Over the number of the row when `x` is left out. */
  | { readonly type: 'line'; readonly x?: string; readonly y: readonly string[]; readonly aggregate?: Aggregate }
  | { readonly type: 'scatter'; readonly x: string; readonly y: string; readonly by?: string }
  | { readonly type: 'box'; readonly y: string; readonly by?: string }
  /** Counts rows, or aggregates `value`. */
  | { readonly type: 'heat'; readonly x: string; readonly y: string; readonly value?: string; readonly aggregate?: Aggregate };

/** How much of the table a drawing shows; left out when it shows all. */
export interface Shown {
  readonly shown: number;
  readonly of: number;
  readonly what: 'rows' | 'groups';
}

type Point = readonly [number, number];

/** What is drawn, small whatever the table's length. Times are milliseconds since 1970. */
export type ChartFigures = { readonly sample?: Shown } & (
  | { readonly type: 'histogram'; readonly edges: readonly number[]; readonly series: readonly { readonly name: string; readonly counts: readonly number[] }[]; readonly time: boolean }
  | { readonly type: 'bar'; readonly bars: readonly { readonly label: string; readonly value: number }[] }
  | { readonly type: 'line' | 'scatter'; readonly series: readonly { readonly name: string; readonly points: readonly Point[] }[]; readonly time: boolean }
  /** Whiskers reach the outermost values within 1.5 interquartile ranges of the box (Tukey); of the values beyond, the outermost are listed. */
  | { readonly type: 'box'; readonly boxes: readonly BoxFigures[] }
  /** `values[y][x]`; null where there are no rows. */
  | { readonly type: 'heat'; readonly xLabels: readonly string[]; readonly yLabels: readonly string[]; readonly values: readonly (readonly (number | null)[])[] }
);

export interface BoxFigures {
  readonly label: string;
  readonly count: number;
  readonly low: number;
  readonly quartiles: readonly [number, number, number];
  readonly high: number;
  readonly beyond: number;
  readonly outliers: readonly number[];
}
