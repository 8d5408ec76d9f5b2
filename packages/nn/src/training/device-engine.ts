import { TrainingError } from '../nn-error.ts';
import { stateSlots, updateFactors } from '../optimizers/optimizer.ts';
import { halfPrecision } from '../graph/target.ts';
import { type Device, deviceTargets } from '../runtime/device.ts';
import { DeviceTensors } from '../runtime/device-tensors.ts';
import type { FloatTensor, NamedTensors } from '../tensor.ts';
import type { EngineOptions } from './cpu-engine.ts';
import { type DeviceGraph, type DeviceGraphOptions, gradientGraph, slotName, stepGraph, updateGraph } from './device-graph.ts';
import { type DeviceResults, DeviceSession } from './device-session.ts';
import { Evaluator } from './evaluator.ts';
import { LoopSession } from './loop-session.ts';
import { LossScale } from './loss-scale.ts';
import { sumMeasures } from './measures.ts';
import type { BatchShape, Objective } from './objective.ts';
import { type BatchPart, type Outcome, remedy, type SeveralSteps, type StepOutcome, type StepRequest, type StopSignal, type TrainingEngine, type TrainingState } from './training-engine.ts';

/** What an engine for a device is made of. */
export interface DeviceEngineOptions extends EngineOptions {
  readonly device: Device;
  /** Whether matrix products take their operands as float16; off by default. */
  readonly halfPrecision?: boolean | undefined;
  /** The most steps in one run; 16 on CUDA, where the state crosses the bus in each run, 1 elsewhere. */
  readonly stepsAtOnce?: number | undefined;
}

/**
 * Trains on a device with whole steps in one graph: forward pass, gradients, clipping and update. On WebGPU parameters and the optimizer's
 * numbers stay in the GPU's memory from step to step; on CUDA they stay there for several steps, in a loop.
 */
export class DeviceEngine implements TrainingEngine {
  private readonly graphs: DeviceGraphOptions;
  readonly several: SeveralSteps | undefined;
  private readonly sessions = new Map<string, Promise<DeviceSession>>();
  private readonly loops = new Map<string, Promise<LoopSession>>();
  private readonly evaluators = new Map<Objective, Promise<Evaluator>>();
  private lossScale = new LossScale();
  private updates = 0;

  private constructor(
    private readonly options: Omit<DeviceEngineOptions, 'parameters'>, private readonly names: readonly string[],
    private readonly trained: ReadonlyMap<string, readonly number[]>, private readonly held: DeviceTensors,
  ) {
    const target = deviceTargets[options.device];
    this.graphs = { ...options, target: options.halfPrecision ? halfPrecision(target) : target };
    const { stepsAtOnce: most = options.device === 'cuda' ? 16 : 1 } = options;
    if (most > 1) this.several = { most, step: (requests) => this.inLoop(requests) };
  }

  /** Takes the parameters to the device; the optimizer's numbers are zero. */
  static async create({ parameters, ...options }: DeviceEngineOptions): Promise<DeviceEngine> {
    const trained = new Map([...parameters].filter(([name]) => !options.isFrozen?.(name)).map(([name, { shape }]) => [name, shape]));
    const slots = Array.from({ length: stateSlots(options.optimizer) }, (_, slot) => [...trained].map(([name, shape]): [string, FloatTensor] => [
      slotName(slot, name), { shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) },
    ]));
    const held = await DeviceTensors.create(options.device, new Map([...parameters, ...slots.flat()]));
    return new DeviceEngine(options, [...parameters.keys()], trained, held);
  }

  async step(request: StepRequest): Promise<StepOutcome> {
    for (;;) {
      const scalars = this.scalarsOf(request, 1);
      const { loss, gradientNorm, measures, state } = await (request.parts.length === 1 ? this.whole(request, scalars) : this.inParts(request, scalars));
      if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) {
        this.held.replace(state);
        this.updates++;
        this.lossScale.grow();
        return { loss, gradientNorm, measures };
      }
      dispose(state);
      if (this.options.halfPrecision && this.lossScale.shrink()) continue; // the same examples once more
      throw new TrainingError(Number.isFinite(loss) ? `A gradient is not a finite number. ${remedy}` : `The loss is ${loss}. ${remedy}`);
    }
  }

  async evaluate(objective: Objective, signal?: StopSignal): Promise<Outcome> {
    let evaluator = this.evaluators.get(objective);
    if (!evaluator) {
      const { device, threads, evaluationBytes: bytes } = this.options;
      evaluator = Evaluator.create(objective, { device, threads, bytes });
      this.evaluators.set(objective, evaluator);
    }
    return (await evaluator).score(this.held.tensors, signal);
  }

  async state(): Promise<TrainingState> {
    const numbers = await this.held.read();
    const named = (names: Iterable<string>, nameOf: (name: string) => string) => new Map(Array.from(names, (name): [string, FloatTensor] => [name, numbers.get(nameOf(name))!]));
    return {
      parameters: named(this.names, (name) => name), updates: this.updates,
      slots: Array.from({ length: stateSlots(this.options.optimizer) }, (_, slot) => named(this.trained.keys(), (name) => slotName(slot, name))),
      ...(this.options.halfPrecision && { lossScale: this.lossScale.state }),
    };
  }

  async restore({ parameters, slots, updates, lossScale }: TrainingState): Promise<void> {
    const numbers = [...this.trained.keys()].flatMap((name) => [
      [name, numbersOf(parameters, name)] as const, ...slots.map((slot, index) => [slotName(index, name), numbersOf(slot, name)] as const),
    ]);
    this.held.adopt(await DeviceTensors.create(this.options.device, new Map(numbers)));
    this.updates = updates;
    this.lossScale = new LossScale(lossScale);
  }

  async close(): Promise<void> {
    await this.held.close(); // before the sessions that made its tensors
    const open = [...this.sessions.values(), ...this.loops.values(), ...this.evaluators.values()];
    this.sessions.clear();
    this.loops.clear();
    this.evaluators.clear();
    for (const each of open) await each.then((session) => session.close(), () => {}); // what could not be compiled has said so before
  }

  /** As many of the steps as a loop holds; only the first, by itself, if the loss or a gradient of any is not finite. */
  private async inLoop(requests: readonly StepRequest[]): Promise<readonly StepOutcome[]> {
    const [{ shape }] = requests[0]!.parts as readonly [BatchPart];
    const loop = await this.loopFor(shape);
    const steps = requests.slice(0, loop.mostSteps).map((request, index) => ({
      examples: request.parts[0]!.examples, totalWeight: this.weightOf(request.parts), random: request.random.copy(), scalars: this.scalarsOf(request, index + 1),
    }));
    if (steps.length < 2) return [await this.step(requests[0]!)];
    const { read, measures, state } = await loop.run(this.held.tensors, steps);
    const outcomes = read.map((one, index) => ({ loss: one['loss']![0]!, gradientNorm: one['norm']![0]!, measures: measures[index]! }));
    if (!outcomes.every(({ loss, gradientNorm }) => Number.isFinite(loss) && Number.isFinite(gradientNorm))) {
      dispose(state);
      return [await this.step(requests[0]!)];
    }
    this.held.replace(state);
    this.updates += steps.length;
    for (const _ of steps) this.lossScale.grow();
    return outcomes;
  }

  /** What an update reads, for the one that comes `ahead` from now. */
  private scalarsOf({ learningRate }: StepRequest, ahead: number): Scalars {
    const { step, keep, rootCorrection } = updateFactors(this.options.optimizer, { count: this.updates + ahead, learningRate });
    const { factor } = this.lossScale.state;
    return { update_step: step, update_keep: keep, update_root_correction: rootCorrection, loss_scale: factor, loss_unscale: 1 / factor };
  }

  private async whole({ parts, random }: StepRequest, scalars: Scalars): Promise<Attempt> {
    const [{ examples, shape }] = parts as readonly [BatchPart];
    const session = await this.sessionFor('step', shape, () => stepGraph(this.graphs, shape));
    session.fill(examples, this.weightOf(parts), random);
    const { read, state } = await session.run(this.held.tensors, scalars);
    return { loss: read['loss']![0]!, gradientNorm: read['norm']![0]!, measures: session.measure(examples, read), state };
  }

  /** Adds up the gradients of the parts on the device, then updates. */
  private async inParts({ parts, random }: StepRequest, scalars: Scalars): Promise<Attempt> {
    const totalWeight = this.weightOf(parts);
    const outcomes: Outcome[] = [];
    let sums: DeviceResults['state'] = {};
    try {
      for (const [index, { examples, shape }] of parts.entries()) {
        const first = index === 0;
        const session = await this.sessionFor(first ? 'first part' : 'next part', shape, () => gradientGraph(this.graphs, shape, { first }));
        session.fill(examples, totalWeight, random);
        const { read, state } = await session.run({ ...this.held.tensors, ...sums }, scalars);
        dispose(sums);
        sums = state;
        outcomes.push({ loss: read['loss']![0]!, measures: session.measure(examples, read) });
      }
      const session = await this.sessionFor('update', undefined, () => updateGraph(this.graphs, this.trained));
      const { read, state } = await session.run({ ...this.held.tensors, ...sums }, scalars);
      return {
        loss: outcomes.reduce((sum, { loss }) => sum + loss, 0), gradientNorm: read['norm']![0]!, measures: sumMeasures(outcomes.map(({ measures }) => measures)), state,
      };
    } finally {
      dispose(sums);
    }
  }

  private weightOf(parts: readonly BatchPart[]): number {
    const { objective } = this.options;
    return parts.reduce((sum, { examples }) => examples.reduce((weight, example) => weight + objective.weightOf(example), sum), 0);
  }

  private sessionFor(role: string, shape: BatchShape | undefined, build: () => DeviceGraph): Promise<DeviceSession> {
    const key = shape ? `${role} ${shape.batch}×${shape.sequence}` : role;
    let session = this.sessions.get(key);
    if (!session) {
      const { device, threads, objective } = this.options;
      session = DeviceSession.create(build(), { device, threads, batch: shape && objective.allocate(shape) });
      this.sessions.set(key, session);
    }
    return session;
  }

  private loopFor(shape: BatchShape): Promise<LoopSession> {
    const key = `${shape.batch}×${shape.sequence}`;
    let loop = this.loops.get(key);
    if (!loop) {
      const { device, threads, objective } = this.options;
      loop = LoopSession.create(stepGraph(this.graphs, shape), { device, threads, batch: objective.allocate(shape), mostSteps: this.several!.most });
      this.loops.set(key, loop);
    }
    return loop;
  }
}

type Scalars = Readonly<Record<string, number>>;

/** A step whose update is not yet taken over. */
interface Attempt extends StepOutcome {
  readonly state: DeviceResults['state'];
}

function dispose(tensors: DeviceResults['state']): void {
  for (const tensor of Object.values(tensors)) tensor.dispose();
}

function numbersOf(tensors: NamedTensors, name: string): FloatTensor {
  const tensor = tensors.get(name);
  if (!tensor) throw new Error(`The state has no ${name}.`);
  return tensor;
}
