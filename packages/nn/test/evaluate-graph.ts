import { type BoundArray, BoundSession, type Graph, type Value } from '@millrace/nn';

/** A graph of known shapes bound to arrays: `run` computes its outputs from what the feeds hold at the time. */
export async function bindGraph(graph: Graph, feeds: Readonly<Record<string, BoundArray>>, outputs: Readonly<Record<string, Value>>, threads = 1) {
  const results = Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, { value, into: emptyFor(value) }]));
  const session = await BoundSession.create(graph, { feeds, results, threads });
  return {
    run: async (): Promise<Record<string, Float64Array>> => {
      await session.run();
      return Object.fromEntries(Object.entries(results).map(([name, { into }]) => [name, Float64Array.from(into)]));
    },
    close: () => session.close(),
  };
}

/** An array of a value's type and size. */
function emptyFor({ type, shape }: Value): Float32Array | Float64Array {
  const length = shape.reduce<number>((a, b) => a * Number(b), 1);
  return type === 'float64' ? new Float64Array(length) : new Float32Array(length);
}
