/** A smooth function of many numbers: writes the gradient at `at` into `gradient` and returns the value. */
export type SmoothFunction = (at: Float64Array, gradient: Float64Array) => Promise<number>;

export interface MinimizeOptions {
  readonly start: Float64Array;
  /** Ends when no entry of the gradient is larger. */
  readonly tolerance: number;
  /** Ends after so many steps. */
  readonly iterations: number;
  readonly onIteration?: ((iteration: number, value: number) => void) | undefined;
}

/** Where a search ended. */
export interface Minimum {
  readonly at: Float64Array;
  readonly value: number;
  readonly iterations: number;
  /** Whether the gradient is as small as asked for, or as small as rounding lets it become. */
  readonly converged: boolean;
}

/**
 * Finds a minimum by L-BFGS (Nocedal 1980): steps follow the gradient, bent by the curvature that the last ten steps saw. For
 * convex functions of which every evaluation sees all the data.
 */
export async function minimize(evaluate: SmoothFunction, { start, tolerance, iterations, onIteration }: MinimizeOptions): Promise<Minimum> {
  let here: Point = { at: start.slice(), gradient: new Float64Array(start.length), value: 0 };
  here = { ...here, value: await evaluate(here.at, here.gradient) };
  const seen: Curvature[] = [];
  for (let iteration = 0; iteration < iterations; iteration++) {
    if (largest(here.gradient) <= tolerance) return { ...here, iterations: iteration, converged: true };
    const direction = descent(here.gradient, seen);
    const next = await lineSearch(evaluate, here, direction, seen.length === 0 ? 1 / Math.max(1, Math.sqrt(dot(direction, direction))) : 1);
    if (!next) return { ...here, iterations: iteration, converged: true };
    const step = difference(next.at, here.at);
    const change = difference(next.gradient, here.gradient);
    const product = dot(step, change);
    if (product > 0) seen.push({ step, change, product });
    if (seen.length > remembered) seen.shift();
    here = next;
    onIteration?.(iteration + 1, here.value);
  }
  return { ...here, iterations, converged: largest(here.gradient) <= tolerance };
}

const remembered = 10;

interface Point {
  readonly at: Float64Array;
  readonly gradient: Float64Array;
  readonly value: number;
}

interface Curvature {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly product: number;
}

/** The two loops of Nocedal and Wright (2006), algorithm 7.4. */
function descent(gradient: Float64Array, seen: readonly Curvature[]): Float64Array {
  const direction = gradient.map((value) => -value);
  const shares = seen.toReversed().map(({ step, change, product }) => {
    const share = dot(step, direction) / product;
    addTo(direction, change, -share);
    return share;
  }).reverse();
  const last = seen.at(-1);
  if (last) scaleBy(direction, last.product / dot(last.change, last.change));
  seen.forEach(({ step, change, product }, index) => addTo(direction, step, shares[index]! - dot(change, direction) / product));
  return direction;
}

/**
 * A step that brings the function down enough and the slope up enough (the weak Wolfe conditions), by halving and doubling
 * (Lewis and Overton 2013); undefined where rounding leaves none.
 */
async function lineSearch(evaluate: SmoothFunction, from: Point, direction: Float64Array, first: number): Promise<Point | undefined> {
  const slope = dot(from.gradient, direction);
  if (!(slope < 0)) return undefined;
  let [low, high, length] = [0, Infinity, first];
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const at = from.at.slice();
    addTo(at, direction, length);
    const gradient = new Float64Array(at.length);
    const value = await evaluate(at, gradient);
    if (!(value <= from.value + 1e-4 * length * slope)) high = length;
    else if (dot(gradient, direction) < 0.9 * slope) low = length;
    else return { at, gradient, value };
    length = high === Infinity ? 2 * low : (low + high) / 2;
  }
  return undefined;
}

const mostAttempts = 50;

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addTo(target: Float64Array, values: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i]! += factor * values[i]!;
}

function scaleBy(target: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i]! *= factor;
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]!);
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
