import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Value } from '../graph/graph.ts';
import { elementBytes } from '../graph/graph.ts';
import { elementCount } from '../graph/shape.ts';
import { each, emitLoop, next, passesInput } from '../onnx/emit-loop.ts';
import type { Random } from '../random.ts';
import type { BoundArray } from '../runtime/bound-session.ts';
import { type Device, deviceSessionOptions } from '../runtime/device.ts';
import type { DeviceGraph } from './device-graph.ts';
import type { DeviceResults } from './device-session.ts';
import type { ExampleBatch, Measures } from './objective.ts';
import { StepArrays } from './step-arrays.ts';

/** One step of several: its examples, each weighing `weightOf / totalWeight`, and the scalars of its update. */
export interface LoopStep {
  readonly examples: readonly number[];
  readonly totalWeight: number;
  readonly random: Random;
  readonly scalars: Readonly<Record<string, number>>;
}

/** What several steps return. */
export interface LoopResults {
  /** Scalars and outputs of each step. */
  readonly read: readonly DeviceResults['read'][];
  readonly measures: readonly Measures[];
  /** The state after the last step. */
  readonly state: DeviceResults['state'];
}

/** How a loop is compiled. */
export interface LoopSessionOptions {
  readonly device: Device;
  readonly threads?: number | undefined;
  readonly batch: ExampleBatch;
  /** The most steps at once; fewer where their examples and masks would take more than 1 GiB. */
  readonly mostSteps: number;
}

/** A whole step compiled as the body of a loop: state goes to the device and comes back once for several steps. */
export class LoopSession {
  private constructor(
    private readonly session: InferenceSession, private readonly graph: DeviceGraph, private readonly arrays: StepArrays,
    private readonly stacks: ReadonlyMap<string, { readonly input: Value; readonly stack: BoundArray }>, readonly mostSteps: number,
  ) {}

  static async create(compiled: DeviceGraph, { device, threads, batch, mostSteps }: LoopSessionOptions): Promise<LoopSession> {
    const { graph, read, state } = compiled;
    const arrays = new StepArrays(graph, batch);
    const scalars = graph.inputs.filter(({ name, shape }) => shape.length === 0 && !(name in state) && !arrays.inputs.some((input) => input.name === name));
    const varying = [...arrays.inputs, ...scalars];
    const bytes = varying.reduce((sum, { type, shape }) => sum + elementBytes[type] * elementCount(shape), 0);
    const most = Math.max(1, Math.min(mostSteps, Math.floor(2 ** 30 / bytes)));
    const session = await InferenceSession.create(emitLoop(graph, { state, read, varying: new Set(varying.map(({ name }) => name)) }), {
      ...deviceSessionOptions(device, { threads }), enableMemPattern: false,
    });
    const stacks = varying.filter(({ name }) => session.inputNames.includes(each(name))).map((input) => {
      const like = scalars.includes(input) ? new Float32Array(1) : arrays.array(input.name);
      const stack = new (like.constructor as new (length: number) => BoundArray)(most * elementCount(input.shape)); // a typed array of the same kind
      return [input.name, { input, stack }] as const;
    });
    return new LoopSession(session, compiled, arrays, new Map(stacks), most);
  }

  /** Makes the steps, at most `mostSteps` of them, one on what the other left. */
  async run(tensors: Readonly<Record<string, Tensor>>, steps: readonly LoopStep[]): Promise<LoopResults> {
    for (const [index, step] of steps.entries()) this.stack(step, index);
    const feeds: Record<string, Tensor> = { [passesInput]: new Tensor('int64', BigInt64Array.of(BigInt(steps.length)), []) };
    for (const [name, { input: { type, shape }, stack }] of this.stacks) {
      const used = stack.subarray(0, steps.length * elementCount(shape));
      feeds[each(name)] = new Tensor(type as Exclude<typeof type, 'float16'>, used, [steps.length, ...shape.map(Number)]); // nothing varies in float16
    }
    for (const name of this.session.inputNames) {
      const feed = feeds[name] ?? tensors[name];
      if (!feed) throw new Error(`Nothing is given for the input ${name}.`);
      feeds[name] = feed;
    }
    const results = await this.session.run(feeds);
    const read = steps.map((_, index) => Object.fromEntries(Object.entries(this.graph.read).map(([name, { shape }]) => {
      const size = elementCount(shape);
      return [name, (results[name]!.data as Float32Array).subarray(index * size, (index + 1) * size)]; // losses, norms and outputs are float32
    })));
    const measures = steps.map(({ examples, totalWeight }, index) => {
      this.arrays.recall(examples, totalWeight);
      return this.arrays.measure(examples, read[index]!);
    });
    return { read, measures, state: Object.fromEntries(Object.keys(this.graph.state).map((name) => [name, results[next(name)] as Tensor])) }; // the graph returns tensors
  }

  /** Frees ONNX Runtime's memory. */
  close(): Promise<void> {
    return this.session.release();
  }

  private stack({ examples, totalWeight, random, scalars }: LoopStep, index: number): void {
    this.arrays.fill(examples, totalWeight, random);
    for (const [name, { input, stack }] of this.stacks) {
      const scalar = scalars[name];
      if (scalar !== undefined) stack[index] = scalar;
      else (stack as { set(from: BoundArray, at: number): void }).set(this.arrays.array(name), index * elementCount(input.shape)); // both of one kind
    }
  }
}
