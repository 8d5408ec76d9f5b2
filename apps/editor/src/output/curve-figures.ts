import type { NodeRun } from '@millrace/workflow';
import { bestValue } from '../runs/better.ts';

type Curve = NodeRun['metrics'][string];

/** The last point of a curve, and the first of its best ones where its name tells which is better. */
export function figuresOf(name: string, points: Curve): { readonly last: Curve[number] | undefined; readonly best: Curve[number] | undefined } {
  const best = bestValue(name, points.map(([, value]) => value));
  return { last: points.at(-1), best: best === undefined ? undefined : points.find(([, value]) => value === best) };
}
