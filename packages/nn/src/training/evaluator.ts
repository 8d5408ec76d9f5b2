import { setImmediate } from 'node:timers/promises';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { Graph, type Value } from '../graph/graph.ts';
import { peakBytes } from '../graph/peak-memory.ts';
import { resolveShape } from '../graph/shape.ts';
import { emitModel } from '../onnx/emit-model.ts';
import { type Device, deviceSessionOptions, deviceTargets } from '../runtime/device.ts';
import { sumMeasures } from './measures.ts';
import type { BatchShape, Objective } from './objective.ts';
import type { Outcome, StopSignal } from './training-engine.ts';

/** Most examples scored at once, and what they may take: fixed, so that the figures do not depend on the machine's memory. */
const mostExamples = 32;
const usualBytes = 2 * 2 ** 30;

/** How scoring is done. */
export interface EvaluatorOptions {
  /** Where; the processor by default. */
  readonly device?: Device | undefined;
  readonly threads?: number | undefined;
  /** What a batch may take besides the model; 2 GiB by default. */
  readonly bytes?: number | undefined;
}

/** Scores examples, in batches of like length, with parameters that may change between two scorings. */
export class Evaluator {
  private constructor(
    private readonly objective: Objective,
    private readonly session: InferenceSession,
    private readonly parameters: readonly string[],
    private readonly inputs: readonly Value[],
    private readonly outputs: readonly string[],
    private readonly examplesAtOnce: number,
  ) {}

  /** Compiles the forward pass, with symbolic batch and sequence axes. */
  static async create(objective: Objective, { device = 'cpu', threads, bytes = usualBytes }: EvaluatorOptions = {}): Promise<Evaluator> {
    const graph = new Graph(deviceTargets[device], false);
    const { loss, outputs } = objective.build(graph, { batch: 'batch', sequence: 'sequence' });
    const named = Object.fromEntries(Object.entries(outputs).map(([name, value]) => [`output ${name}`, value]));
    const session = await InferenceSession.create(emitModel(graph, { outputs: { loss, ...named } }), deviceSessionOptions(device, { threads }));
    const inputs = graph.inputs.filter(({ name }) => session.inputNames.includes(name));
    const parameters = [...graph.parameters.keys()].filter((name) => session.inputNames.includes(name));
    const atOnce = Math.min(mostExamples, Math.max(1, Math.floor(bytes / bytesOfLongest(objective))));
    return new Evaluator(objective, session, parameters, inputs, Object.keys(outputs), atOnce);
  }

  /** Weighted mean loss and figures of all examples with these parameters. Other work gets its turn between batches. */
  async score(tensors: Readonly<Record<string, Tensor>>, signal?: StopSignal): Promise<Outcome> {
    const parameters = Object.fromEntries(this.parameters.map((name) => [name, tensors[name]!]));
    const { examplesAtOnce, objective: { lengths } } = this;
    const order = Array.from(lengths, (_, example) => example).sort((a, b) => lengths[a]! - lengths[b]!);
    const totalWeight = order.reduce((sum, example) => sum + this.objective.weightOf(example), 0);
    const outcomes: Outcome[] = [];
    for (let start = 0; start < order.length; start += examplesAtOnce) {
      signal?.throwIfAborted();
      const examples = order.slice(start, start + examplesAtOnce);
      outcomes.push(await this.run(parameters, examples, { batch: examples.length, sequence: lengths[examples.at(-1)!]! }, totalWeight));
      await setImmediate();
    }
    return { loss: outcomes.reduce((sum, { loss }) => sum + loss, 0), measures: sumMeasures(outcomes.map(({ measures }) => measures)) };
  }

  /** Frees ONNX Runtime's memory. */
  close(): Promise<void> {
    return this.session.release();
  }

  private async run(parameters: Readonly<Record<string, Tensor>>, examples: readonly number[], shape: BatchShape, totalWeight: number): Promise<Outcome> {
    const batch = this.objective.allocate(shape);
    batch.fill(examples, totalWeight);
    const feeds = this.inputs.map(({ name, type, shape: axes }) => [name, new Tensor(type, batch.arrays[name]!, resolveShape(axes, { ...shape }))]);
    const results = await this.session.run({ ...parameters, ...Object.fromEntries(feeds) });
    const outputs = Object.fromEntries(this.outputs.map((name) => [name, results[`output ${name}`]!.data as Float32Array])); // the graph says float32
    return { loss: (results['loss']!.data as Float32Array)[0]!, measures: batch.measure(examples, outputs) };
  }
}

/** What the forward pass of one of the longest examples takes. */
function bytesOfLongest(objective: Objective): number {
  let sequence = 1;
  for (let example = 0; example < objective.lengths.length; example++) sequence = Math.max(sequence, objective.lengths[example]!);
  const graph = new Graph(deviceTargets.cpu, false);
  const { loss, outputs } = objective.build(graph, { batch: 1, sequence });
  return Math.max(1, peakBytes(graph, [loss, ...Object.values(outputs)]));
}
