import { InferenceSession, Tensor } from 'onnxruntime-node';
import { next } from '../onnx/emit-loop.ts';
import { emitModel } from '../onnx/emit-model.ts';
import type { Random } from '../random.ts';
import { type Device, deviceSessionOptions } from '../runtime/device.ts';
import type { DeviceGraph } from './device-graph.ts';
import type { ExampleBatch } from './objective.ts';
import { StepArrays } from './step-arrays.ts';

/** Where a graph runs. */
export interface DeviceSessionOptions {
  readonly device: Device;
  readonly threads?: number | undefined;
  /** The examples that the graph reads, if it reads any. */
  readonly batch?: ExampleBatch | undefined;
}

/** What a run returns. */
export interface DeviceResults {
  /** Scalars and outputs, as numbers. */
  readonly read: Readonly<Record<string, Float32Array>>;
  /** What stays on the device, by the name of the tensor it follows; whoever gets it disposes of it. */
  readonly state: Readonly<Record<string, Tensor>>;
}

/** A graph compiled for a device, and the arrays of what changes from run to run. */
export class DeviceSession {
  private constructor(
    private readonly session: InferenceSession, private readonly graph: DeviceGraph,
    private readonly inputs: Readonly<Record<string, Tensor>>, private readonly arrays: StepArrays,
  ) {}

  /** Compiles the graph. On WebGPU what stays on the device never leaves it. */
  static async create(compiled: DeviceGraph, { device, threads, batch }: DeviceSessionOptions): Promise<DeviceSession> {
    const { graph, read, state } = compiled;
    const outputs = { ...read, ...Object.fromEntries(Object.entries(state).map(([name, value]) => [next(name), value])) };
    const places = { ...mapped(read, () => 'cpu' as const), ...Object.fromEntries(Object.keys(state).map((name) => [next(name), 'gpu-buffer' as const])) };
    const session = await InferenceSession.create(emitModel(graph, { outputs }), {
      ...deviceSessionOptions(device, { threads }), enableMemPattern: false, ...(device === 'webgpu' && { preferredOutputLocation: places }),
    });
    const arrays = new StepArrays(graph, batch);
    const used = arrays.inputs.filter(({ name }) => session.inputNames.includes(name));
    const inputs = Object.fromEntries(used.map(({ name, type, shape }) => [name, new Tensor(type as Exclude<typeof type, 'float16'>, arrays.array(name), shape.map(Number))]));
    return new DeviceSession(session, compiled, inputs, arrays);
  }

  /** Takes examples in, each weighing `weightOf / totalWeight`, and draws the dropout masks. */
  fill(examples: readonly number[], totalWeight: number, random: Random): void {
    this.arrays.fill(examples, totalWeight, random);
  }

  /** Computes with what was filled in, with tensors of the device and with scalars. */
  async run(tensors: Readonly<Record<string, Tensor>>, scalars: Readonly<Record<string, number>>): Promise<DeviceResults> {
    const feeds: Record<string, Tensor> = {};
    for (const name of this.session.inputNames) {
      const scalar = scalars[name];
      const feed = scalar === undefined ? this.inputs[name] ?? tensors[name] : new Tensor('float32', Float32Array.of(scalar), []);
      if (!feed) throw new Error(`Nothing is given for the input ${name}.`);
      feeds[name] = feed;
    }
    const results = await this.session.run(feeds);
    return {
      read: mapped(this.graph.read, (_, name) => results[name]!.data as Float32Array), // losses, norms and outputs are float32
      state: mapped(this.graph.state, (_, name) => results[next(name)] as Tensor), // the graph returns tensors
    };
  }

  /** Figures of the examples that were filled in. */
  measure(examples: readonly number[], read: DeviceResults['read']) {
    return this.arrays.measure(examples, read);
  }

  /** Frees ONNX Runtime's memory. */
  close(): Promise<void> {
    return this.session.release();
  }
}

function mapped<From, To>(record: Readonly<Record<string, From>>, change: (value: From, name: string) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}
