import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Graph, Value } from '../graph/graph.ts';
import { elementCount } from '../graph/shape.ts';
import { emitModel } from '../onnx/emit-model.ts';
import { sessionOptions, type ThreadOptions } from './session-options.ts';
import { sequenceOutput, stoppedBeforeCopy, zeroCopyWorks } from './zero-copy.ts';

/** The arrays that a session may read and write. */
export type BoundArray = Float32Array | Float64Array | BigInt64Array | Uint8Array;

/** What a session reads and writes. */
export interface Bindings extends ThreadOptions {
  /** An array for every input and parameter of the graph, by name. */
  readonly feeds: Readonly<Record<string, BoundArray>>;
  /** The values to compute, by the name they get, each with the array it is written to. */
  readonly results: Readonly<Record<string, { readonly value: Value; readonly into: BoundArray }>>;
  /** Tries to leave results in place without a copy (the default). */
  readonly zeroCopy?: boolean | undefined;
}

/**
 * A graph of known shapes tied to arrays that stay the same from run to run: `run` reads the feeds and writes the results.
 *
 * A result must never share memory with a feed: ONNX Runtime does not notice and reads what it has just overwritten.
 */
export class BoundSession {
  private constructor(
    private readonly session: InferenceSession,
    private readonly feeds: Record<string, Tensor>,
    private readonly fetches: Record<string, Tensor | null>,
  ) {}

  /** Compiles the graph (tens of milliseconds for a small model) and binds the arrays. */
  static async create(graph: Graph, { feeds, results, threads, zeroCopy = true }: Bindings): Promise<BoundSession> {
    refuseAliases(feeds, results);
    const inPlace = zeroCopy && await zeroCopyWorks();
    const outputs = Object.fromEntries(Object.entries(results).map(([name, { value }]) => [name, value]));
    const model = emitModel(graph, { outputs, ...(inPlace && { sequenceOutput }) });
    const session = await InferenceSession.create(model, {
      ...sessionOptions({ threads }),
      enableMemPattern: false, // after its first run a session would take the memory of all values once more, in one piece
      ...(!graph.target.fused && { graphOptimizationLevel: 'disabled' }), // it would put float32 parts into a float64 graph
    });
    const values = new Map([...graph.inputs, ...graph.parameters.values()].map((value) => [value.name, value]));
    const inputs = session.inputNames.map((name): [string, Tensor] => {
      const array = feeds[name];
      if (!array) throw new Error(`No array is bound to the input ${name}.`);
      return [name, tensor(values.get(name)!, array)];
    });
    const fetches = Object.entries(results).map(([name, { value, into }]): [string, Tensor] => [name, tensor(value, into)]);
    return new BoundSession(session, Object.fromEntries(inputs), { ...(inPlace && { [sequenceOutput]: null }), ...Object.fromEntries(fetches) });
  }

  /** Computes once. It blocks its thread while it does, although it returns a promise. */
  async run(): Promise<void> {
    try {
      const returned = await this.session.run(this.feeds, this.fetches);
      for (const [name, target] of Object.entries(this.fetches)) {
        const result = returned[name];
        if (target && result instanceof Tensor && result.data !== target.data) copy(result, target);
      }
    } catch (error) {
      if (!(sequenceOutput in this.fetches) || !stoppedBeforeCopy(error)) throw error;
    }
  }

  /** Frees ONNX Runtime's memory. */
  async close(): Promise<void> {
    await this.session.release();
  }
}

function tensor(value: Value, data: BoundArray): Tensor {
  if (data.length !== elementCount(value.shape)) throw new Error(`${value.name} holds ${elementCount(value.shape)} elements, its array ${data.length}.`);
  return new Tensor(value.type, data, value.shape.map(Number));
}

function copy(from: Tensor, to: Tensor): void {
  (to.data as Float32Array).set(from.data as Float32Array); // both have the type of the same graph value
}

function refuseAliases(feeds: Bindings['feeds'], results: Bindings['results']): void {
  const spans = [
    ...Object.entries(feeds).map(([name, array]) => ({ name, array, written: false })),
    ...Object.entries(results).map(([name, { into }]) => ({ name, array: into, written: true })),
  ].map((span) => ({ ...span, start: span.array.byteOffset, end: span.array.byteOffset + span.array.byteLength }));
  for (const buffer of new Set(spans.map(({ array }) => array.buffer))) {
    let reach: (typeof spans)[number] | undefined;
    for (const span of spans.filter(({ array }) => array.buffer === buffer).sort((a, b) => a.start - b.start)) {
      if (reach && span.start < reach.end && (span.written || reach.written)) {
        throw new Error(`The arrays of ${reach.name} and ${span.name} share memory, and one of them is written.`);
      }
      if (!reach || span.end > reach.end) reach = span;
    }
  }
}
