import { BoundSession, type BoundArray, type Graph, type Value } from '@millrace/nn';

/** Runs a graph of known shapes once; arrays for every input and parameter by name. */
export async function evaluateGraph(
  graph: Graph, feeds: Readonly<Record<string, BoundArray>>, outputs: Readonly<Record<string, Value>>,
  options: { threads?: number; zeroCopy?: boolean } = {},
): Promise<Record<string, Float64Array>> {
  const results = Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, { value, into: emptyFor(value) }]));
  const session = await BoundSession.create(graph, { feeds, results, threads: options.threads ?? 1, zeroCopy: options.zeroCopy });
  await session.run();
  await session.close();
  return Object.fromEntries(Object.entries(results).map(([name, { into }]) => [name, Float64Array.from(into as Float64Array)]));
}

/** An array of a value's type and size. */
export function emptyFor({ type, shape }: Value): Float32Array | Float64Array {
  const length = shape.reduce<number>((a, b) => a * Number(b), 1);
  return type === 'float64' ? new Float64Array(length) : new Float32Array(length);
}
