import { z } from 'zod';

/** How numbers are brought to one size. */
export const scalings = ['standard', 'min-max', 'robust', 'none'] as const;
export type Scaling = (typeof scalings)[number];

/** Maps a number x to (x - center) / scale, then into `clip` if there is one. */
export const scalerSchema = z.object({
  center: z.number(),
  scale: z.number().refine((scale) => scale !== 0, 'must not be 0'),
  clip: z.tuple([z.number(), z.number()]).optional(),
});
export type Scaler = z.infer<typeof scalerSchema>;

/** What `min-max` can be told. */
export interface MinMaxOptions {
  /** The smallest and largest number of training become these. Default 0 and 1. */
  readonly range?: readonly [number, number];
  /** Keeps later numbers in the range. */
  readonly clip?: boolean;
}

/**
 * Learns a scaling from numbers as scikit-learn does (StandardScaler with the variance over n, MinMaxScaler, RobustScaler
 * with the quartiles). What is not finite is passed over; numbers that are all equal get scale 1.
 */
export function fitScaler(values: ArrayLike<number>, scaling: Scaling, { range: [low, high] = [0, 1], clip = false }: MinMaxOptions = {}): Scaler {
  const present = Float64Array.from(values).filter(Number.isFinite);
  if (present.length === 0) return { center: 0, scale: 1 };
  switch (scaling) {
    case 'none': return { center: 0, scale: 1 };
    case 'standard': {
      const { mean, deviation } = moments(present);
      return { center: mean, scale: deviation };
    }
    case 'min-max': {
      const { smallest, largest } = extent(present);
      const scale = unlessZero(largest - smallest) / (high - low);
      return { center: smallest - low * scale, scale, ...(clip && { clip: [low, high] as [number, number] }) };
    }
    case 'robust': {
      present.sort();
      return { center: quantile(present, 0.5), scale: unlessZero(quantile(present, 0.75) - quantile(present, 0.25)) };
    }
    default: return scaling satisfies never;
  }
}

/** A number of the column as the network sees it. */
export function scaleNumber({ center, scale, clip }: Scaler, value: number): number {
  const scaled = (value - center) / scale;
  return clip ? Math.min(Math.max(scaled, clip[0]), clip[1]) : scaled;
}

/** The number of the column that `scaleNumber` maps to this one. */
export function unscaleNumber({ center, scale }: Scaler, scaled: number): number {
  return scaled * scale + center;
}

/** The quantile of sorted numbers, between two of them on the straight line, as NumPy does unless told. */
export function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  return below + (sorted[Math.ceil(place)]! - below) * (place - Math.floor(place));
}

/** Mean and standard deviation; the deviation is 1 where the variance is nothing but rounding. */
function moments(values: Float64Array): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let squares = 0;
  let rest = 0; // what rounding took from the mean (Chan, Golub and LeVeque 1983)
  for (const value of values) {
    squares += (value - mean) ** 2;
    rest += value - mean;
  }
  const variance = (squares - rest ** 2 / values.length) / values.length;
  const rounding = values.length * Number.EPSILON * variance + (values.length * mean * Number.EPSILON) ** 2;
  return { mean, deviation: variance <= rounding ? 1 : Math.sqrt(variance) };
}

function extent(values: Float64Array): { smallest: number; largest: number } {
  let smallest = Infinity;
  let largest = -Infinity;
  for (const value of values) {
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  return { smallest, largest };
}

function unlessZero(width: number): number {
  return width < 10 * Number.EPSILON ? 1 : width;
}
