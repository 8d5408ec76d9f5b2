import { Tensor } from 'onnxruntime-node';
import { TrainingError } from '../nn-error.ts';
import { type OptimizerConfig, update } from '../optimizers/optimizer.ts';
import type { NamedTensors } from '../tensor.ts';
import type { BatchMemory } from './batch-memory.ts';
import { Evaluator } from './evaluator.ts';
import { sumMeasures } from './measures.ts';
import type { BatchShape, Objective } from './objective.ts';
import { ParameterMemory } from './parameter-memory.ts';
import { StepSession } from './step-session.ts';
import { type Outcome, remedy, type StepOutcome, type StepRequest, type StopSignal, type TrainingEngine, type TrainingState } from './training-engine.ts';

/** What an engine is made of. */
export interface EngineOptions {
  readonly objective: Objective;
  readonly parameters: NamedTensors;
  readonly optimizer: OptimizerConfig;
  /** Gradients whose global norm is larger are scaled down to it. */
  readonly clipNorm?: number | undefined;
  /** Parameters that do not learn. */
  readonly isFrozen?: ((parameter: string) => boolean) | undefined;
  /** Whether a step may have several parts. */
  readonly accumulates?: boolean | undefined;
  /** What batches may take, so that graphs of other shapes are given up where memory is short. */
  readonly memory?: BatchMemory | undefined;
  /** What scoring a batch may take besides the model; 2 GiB by default. */
  readonly evaluationBytes?: number | undefined;
  /** Threads for one operation; every core by default. */
  readonly threads?: number | undefined;
  /** See `BoundSession`; on unless told. */
  readonly zeroCopy?: boolean | undefined;
}

/** Trains on the processor: ONNX Runtime computes the gradients, the optimizer's kernels update the parameters in place. */
export class CpuEngine implements TrainingEngine {
  readonly memory: ParameterMemory;
  /** The graphs in memory, that used last at the end. */
  private readonly sessions = new Map<string, { readonly shape: BatchShape; readonly session: Promise<StepSession> }>();
  private readonly options: Omit<EngineOptions, 'parameters'>;
  private readonly evaluators = new Map<Objective, Promise<Evaluator>>();
  private updates = 0;

  constructor({ parameters, ...options }: EngineOptions) {
    this.options = options;
    this.memory = new ParameterMemory(parameters, options);
  }

  async step(request: StepRequest): Promise<StepOutcome> {
    const outcome = await this.computeGradients(request);
    return { ...outcome, gradientNorm: this.update(request.learningRate) };
  }

  /** Writes the gradients of a batch into the memory. Each shape's graph is compiled once and kept. Throws TrainingError if the loss is not finite. */
  async computeGradients({ parts, random }: Pick<StepRequest, 'parts' | 'random'>): Promise<Outcome> {
    const { objective } = this.options;
    const totalWeight = parts.reduce((sum, { examples }) => examples.reduce((weight, example) => weight + objective.weightOf(example), sum), 0);
    const outcomes: Outcome[] = [];
    for (const [index, { examples, shape }] of parts.entries()) {
      const session = await this.sessionFor(shape);
      outcomes.push(await session.run(examples, totalWeight, random));
      if (index < parts.length - 1) this.memory.accumulate();
      else if (index > 0) this.memory.addSums();
    }
    const loss = outcomes.reduce((sum, part) => sum + part.loss, 0);
    if (!Number.isFinite(loss)) {
      this.memory.clearSums();
      throw new TrainingError(`The loss is ${loss}. ${remedy}`);
    }
    return { loss, measures: sumMeasures(outcomes.map(({ measures }) => measures)) };
  }

  /**
   * Updates the parameters by the gradients in the memory; returns their global norm before clipping.
   * Throws TrainingError, and changes nothing, if a gradient is not a finite number.
   */
  update(learningRate: number): number {
    const norm = this.memory.gradientNorm();
    if (!Number.isFinite(norm)) throw new TrainingError(`A gradient is not a finite number. ${remedy}`);
    const { clipNorm, optimizer } = this.options;
    const gradientScale = clipNorm === undefined ? 1 : Math.min(1, clipNorm / (norm + 1e-6));
    this.updates++;
    for (const { kernels, span } of this.memory.spans()) update(kernels, span, optimizer, { count: this.updates, learningRate, gradientScale });
    return norm;
  }

  async evaluate(objective: Objective, signal?: StopSignal): Promise<Outcome> {
    let evaluator = this.evaluators.get(objective);
    if (!evaluator) {
      evaluator = Evaluator.create(objective, { threads: this.options.threads, bytes: this.options.evaluationBytes });
      this.evaluators.set(objective, evaluator);
    }
    const parameters = [...this.memory.parameters()].map(([name, { shape, data }]) => [name, new Tensor('float32', data, shape)]);
    return (await evaluator).score(Object.fromEntries(parameters), signal);
  }

  state(): Promise<TrainingState> {
    return Promise.resolve({ parameters: this.memory.parameters(), slots: this.memory.optimizerState(), updates: this.updates });
  }

  restore({ parameters, slots, updates }: TrainingState): Promise<void> {
    for (const name of this.memory.trainedNames) {
      this.memory.parameter(name).set(numbersOf(parameters, name));
      slots.forEach((slot, index) => this.memory.state(name, index).set(numbersOf(slot, name)));
    }
    this.updates = updates;
    return Promise.resolve();
  }

  async close(): Promise<void> {
    const open = [...[...this.sessions.values()].map(({ session }) => session), ...this.evaluators.values()];
    this.sessions.clear();
    this.evaluators.clear();
    for (const each of open) await each.then((session) => session.close(), () => {}); // what could not be compiled has said so before
  }

  private async sessionFor(shape: BatchShape): Promise<StepSession> {
    const key = `${shape.batch}×${shape.sequence}`;
    let entry = this.sessions.get(key);
    if (!entry) {
      await this.makeRoom(shape);
      entry = { shape, session: StepSession.create(shape, { ...this.options, memory: this.memory }) };
    }
    this.sessions.delete(key);
    this.sessions.set(key, entry);
    return entry.session;
  }

  /** Gives up the graphs that were not used for longest until one of this shape fits: each keeps the memory of its values. */
  private async makeRoom(shape: BatchShape): Promise<void> {
    const { memory } = this.options;
    if (!memory) return;
    let free = memory.bytes - memory.needs(shape);
    for (const { shape: held } of this.sessions.values()) free -= memory.needs(held);
    for (const [key, { shape: held, session }] of this.sessions) {
      if (free >= 0) return;
      this.sessions.delete(key);
      await (await session).close();
      free += memory.needs(held);
    }
  }
}

function numbersOf(tensors: NamedTensors, name: string): Float32Array {
  const tensor = tensors.get(name);
  if (!tensor) throw new Error(`The state has no ${name}.`);
  return tensor.data;
}
