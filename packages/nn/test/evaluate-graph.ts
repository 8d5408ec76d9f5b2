import { type BoundArray, BoundSession, type Device, deviceSessionOptions, emitModel, type Graph, type Value } from '@millrace/nn';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** A graph of known shapes bound to arrays: `run` computes its outputs from what the feeds hold at the time. */
export async function bindGraph(graph: Graph, feeds: Readonly<Record<string, BoundArray>>, outputs: Readonly<Record<string, Value>>, { threads = 1, device = 'cpu' }: { readonly threads?: number; readonly device?: Device } = {}) {
  if (device !== 'cpu') return onDevice(device, graph, feeds, outputs);
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

async function onDevice(device: Device, graph: Graph, feeds: Readonly<Record<string, BoundArray>>, outputs: Readonly<Record<string, Value>>) {
  const session = await InferenceSession.create(emitModel(graph, { outputs }), deviceSessionOptions(device, { threads: 1 }));
  const read = [...graph.inputs, ...graph.parameters.values()].filter(({ name }) => session.inputNames.includes(name));
  return {
    run: async (): Promise<Record<string, Float64Array>> => {
      const results = await session.run(Object.fromEntries(read.map(({ name, type, shape }) => [name, new Tensor(type as 'float32', feeds[name] as Float32Array, shape.map(Number))]))); // arrays fit the types
      return Object.fromEntries(Object.keys(outputs).map((name) => [name, Float64Array.from(results[name]!.data as Float32Array)]));
    },
    close: () => session.release(),
  };
}

/** An array of a value's type and size. */
function emptyFor({ type, shape }: Value): Float32Array | Float64Array {
  const length = shape.reduce<number>((a, b) => a * Number(b), 1);
  return type === 'float64' ? new Float64Array(length) : new Float32Array(length);
}
