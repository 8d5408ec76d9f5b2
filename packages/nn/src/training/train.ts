import { setImmediate } from 'node:timers/promises';
import type { Parameter } from '../graph/graph.ts';
import { formatShape, sameShape } from '../graph/shape.ts';
import { CheckpointError, TrainingError } from '../nn-error.ts';
import type { OptimizerConfig } from '../optimizers/optimizer.ts';
import { type ScheduleConfig, scheduleFactor } from '../optimizers/schedule.ts';
import { Random } from '../random.ts';
import type { NamedTensors } from '../tensor.ts';
import { CheckpointClock, firstCheckpointAfterMs } from './checkpoint-clock.ts';
import { readCheckpoint, type TrainingCheckpoint, type TrainingProgress, writeCheckpoint } from './checkpoint.ts';
import { CpuEngine, type EngineOptions } from './cpu-engine.ts';
import type { BatchSize, PlannedBatch } from './epoch-plan.ts';
import { type Score, scoreOf, sumMeasures } from './measures.ts';
import type { BatchShape, Objective } from './objective.ts';
import type { StepRequest, StopSignal, TrainingEngine } from './training-engine.ts';
import { TrainingPlan } from './training-plan.ts';

/** A training run. */
export interface TrainingOptions {
  readonly objective: Objective;
  /** Examples to be scored after each epoch, without learning from them. */
  readonly evaluation?: Objective | undefined;
  /** Where to start; given as a function, they are read when they are needed and not kept in memory twice. */
  readonly parameters: NamedTensors | (() => Promise<NamedTensors>);
  readonly epochs: number;
  readonly batchSize: BatchSize;
  readonly learningRate: number;
  readonly optimizer: OptimizerConfig;
  readonly schedule: ScheduleConfig;
  /** The largest global norm of the gradients; larger ones are scaled down. */
  readonly clipNorm?: number | undefined;
  /** Parameters that do not learn. */
  readonly isFrozen?: ((parameter: string) => boolean) | undefined;
  /** Stops when the validation loss has not fallen for this many epochs. */
  readonly patience?: number | undefined;
  /** Answers with the parameters of the epoch with the lowest validation loss instead of the last. */
  readonly keepBest?: boolean | undefined;
  /** Decides the order of the examples and the dropout: the same seed, device and thread count give the same model. */
  readonly seed: number;
  /** Threads for one operation; every core by default. */
  readonly threads?: number | undefined;
  /** What a batch may take besides the model; a batch that needs more is computed in parts. What is free, by default. */
  readonly memoryBytes?: number | undefined;
  /** Where to write checkpoints, and to go on from one that is there. */
  readonly checkpoints?: CheckpointOptions | undefined;
  /** Makes what computes; the processor by default. */
  readonly createEngine?: ((options: EngineOptions) => TrainingEngine | Promise<TrainingEngine>) | undefined;
  readonly onStart?: (start: TrainingStart) => void;
  readonly onStep?: (progress: StepProgress) => void;
  readonly onEpoch?: (result: EpochResult) => void;
  /** Stops between two steps; the promise rejects with the signal's reason. */
  readonly signal?: (StopSignal & { readonly aborted: boolean }) | undefined;
}

/** Where and how often the state of a training is written. */
export interface CheckpointOptions {
  readonly folder: string;
  /** The share of the time that may be spent on it; 0.03 by default, 1 writes one after every step. */
  readonly share?: number | undefined;
  /** Whether to write one when the signal stops the training. */
  readonly whenStopped?: (() => boolean) | undefined;
  /** Told when there is a checkpoint that cannot be used, so that training starts anew; without it, such a checkpoint is an error. */
  readonly onUnusable?: ((error: CheckpointError) => void) | undefined;
}

/** How a training begins. */
export interface TrainingStart {
  readonly steps: number;
  /** The scores of the steps that a checkpoint says are done, from the first, and the epochs that are. */
  readonly scores: readonly Score[];
  readonly epochs: readonly EpochResult[];
  /** In how many parts the batches of the longest examples are computed. */
  readonly partsOfLongest: number;
}

/** What a step reports. */
export interface StepProgress {
  /** From 1 to `epochs`. */
  readonly epoch: number;
  readonly epochs: number;
  /** Counted over the whole run, from 1 to `steps`. */
  readonly step: number;
  readonly steps: number;
  /** Of the batch, before the update. */
  readonly score: Score;
  readonly learningRate: number;
  /** Global norm of the gradients, before clipping. */
  readonly gradientNorm: number;
  /** Mean since this process began. */
  readonly examplesPerSecond: number;
  /** Seconds of training left at the pace so far. */
  readonly secondsLeft: number;
}

/** What an epoch reports: the mean over its steps, and the evaluation if there is one. */
export interface EpochResult {
  readonly epoch: number;
  /** Steps of the run at its end. */
  readonly steps: number;
  readonly train: Score;
  readonly evaluation?: Score | undefined;
}

/** A finished run. */
export interface TrainingResult {
  readonly parameters: NamedTensors;
  readonly epochs: readonly EpochResult[];
  /** The epoch whose parameters these are. */
  readonly epoch: number;
  /** Whether it ended before its epochs were over, because the validation loss no longer fell. */
  readonly stoppedEarly: boolean;
}

/**
 * Trains a model. It computes on the calling thread: run it in a worker. Messages and aborts get their turn between steps.
 *
 * Throws TrainingError if the loss stops being a number or memory does not suffice, and CheckpointError for a checkpoint of another training.
 */
export async function train(options: TrainingOptions): Promise<TrainingResult> {
  checkOptions(options);
  const plan = new TrainingPlan(options);
  const settings = decisiveSettings(options, plan.parameters);
  const { engine, progress, best } = await begin(options, plan, settings);
  try {
    options.onStart?.({ steps: plan.steps, scores: progress?.scores ?? [], epochs: progress?.epochs ?? [], partsOfLongest: plan.partsOfLongest });
    return await new TrainingRun(options, plan, engine, settings, progress, best).finish();
  } finally {
    await engine.close();
  }
}

/** An engine that stands where the training is to begin: at its start or at a checkpoint. What was read is not kept besides. */
async function begin(options: TrainingOptions, plan: TrainingPlan, settings: unknown) {
  const { createEngine = (made: EngineOptions) => new CpuEngine(made) } = options;
  const checkpoint = await usableCheckpoint(options.checkpoints, settings);
  const start = checkpoint?.state.parameters ?? (typeof options.parameters === 'function' ? await options.parameters() : options.parameters);
  const parameters = inOrderOf(plan.parameters, start);
  const engine: TrainingEngine = await createEngine({ ...options, parameters, accumulates: plan.partsOfLongest > 1, memory: plan.memory });
  if (checkpoint) await engine.restore(checkpoint.state);
  return { engine, progress: checkpoint?.progress, best: checkpoint?.best };
}

/** The parameters in the order of the model, whatever order they were read in: sums over all of them depend on it in the last bit. */
function inOrderOf(model: ReadonlyMap<string, Parameter>, parameters: NamedTensors): NamedTensors {
  return new Map([...model].map(([name, { shape }]) => {
    const tensor = parameters.get(name);
    if (!tensor || !sameShape(tensor.shape, shape)) {
      throw new TrainingError(`The model has a parameter ${name} ${formatShape(shape)}; the parameters to start from have ${tensor ? formatShape(tensor.shape) : 'none'} of that name.`);
    }
    return [name, tensor];
  }));
}

async function usableCheckpoint(options: CheckpointOptions | undefined, settings: unknown): Promise<TrainingCheckpoint | undefined> {
  if (!options) return undefined;
  try {
    return await readCheckpoint(options.folder, settings);
  } catch (error) {
    if (!(error instanceof CheckpointError) || !options.onUnusable) throw error;
    options.onUnusable(error);
    return undefined;
  }
}

/** A training from where it stands to its end. */
class TrainingRun {
  private readonly epochs: EpochResult[];
  private bestSoFar: TrainingProgress['best'];
  private step: number;
  private readonly scores: Score[];
  private readonly clock: CheckpointClock | undefined;
  private readonly started = performance.now();
  private learntHere = 0;

  constructor(
    private readonly options: TrainingOptions, private readonly plan: TrainingPlan, private readonly engine: TrainingEngine,
    private readonly settings: unknown, private readonly resumed: TrainingProgress | undefined, private best: NamedTensors | undefined,
  ) {
    this.epochs = [...resumed?.epochs ?? []];
    this.bestSoFar = resumed?.best;
    this.step = resumed?.steps ?? 0;
    this.scores = [...resumed?.scores ?? []];
    const { checkpoints } = options;
    const share = checkpoints?.share ?? 0.03;
    this.clock = checkpoints && new CheckpointClock(share, { firstAfterMs: firstCheckpointAfterMs(plan.modelBytes, share) });
  }

  async finish(): Promise<TrainingResult> {
    while (this.epochs.length < this.options.epochs && !this.hasStalled()) {
      const result = await this.learnEpoch(this.epochs.length + 1);
      this.epochs.push(result);
      await this.rememberBest(result);
      this.options.onEpoch?.(result);
    }
    const { parameters } = await this.engine.state();
    const last = this.epochs.at(-1)?.epoch ?? 0;
    return {
      parameters: this.best ?? copyOf(parameters), epochs: this.epochs, epoch: (this.best && this.bestSoFar?.epoch) ?? last,
      stoppedEarly: last < this.options.epochs,
    };
  }

  private async learnEpoch(epoch: number): Promise<EpochResult> {
    const { options, engine } = this;
    const { objective } = options;
    const batches = this.plan.epoch(epoch);
    const resumed = this.resumed?.epochs.length === epoch - 1 ? this.resumed : undefined;
    let soFar = resumed?.soFar ?? { loss: 0, weight: 0, measures: {} };
    for (let index = resumed?.stepsOfEpoch ?? 0; index < batches.length;) {
      await this.stopIfTold(index, soFar);
      const requests = this.requestsFrom(batches.slice(index));
      const outcomes = await (requests.length > 1 ? engine.several!.step(requests) : engine.step(requests[0]!).then((outcome) => [outcome]))
        .catch((error: unknown) => { throw this.inWords(error, this.step + 1, epoch); });
      for (const [place, outcome] of outcomes.entries()) {
        const { examples } = batches[index]!;
        index++;
        this.step++;
        const score = scoreOf(outcome);
        this.scores.push(score);
        const weight = examples.reduce((sum, example) => sum + objective.weightOf(example), 0);
        soFar = { loss: soFar.loss + outcome.loss * weight, weight: soFar.weight + weight, measures: sumMeasures([soFar.measures, outcome.measures]) };
        this.learntHere += examples.length;
        options.onStep?.({
          epoch, epochs: options.epochs, step: this.step, steps: this.plan.steps, score, learningRate: requests[place]!.learningRate, gradientNorm: outcome.gradientNorm,
          ...this.pace(epoch, batches.slice(index)),
        });
      }
      if (this.clock?.isDue()) await this.clock.measure(() => this.save(index, soFar));
      await setImmediate();
    }
    await this.stopIfTold(batches.length, soFar);
    const evaluation = options.evaluation && scoreOf(await engine.evaluate(options.evaluation, options.signal).catch(async (error: unknown) => {
      await this.stopIfTold(batches.length, soFar);
      throw error;
    }));
    return { epoch, steps: this.step, train: scoreOf({ loss: soFar.loss / soFar.weight, measures: soFar.measures }), ...(evaluation && { evaluation }) };
  }

  /** The next step, and those after it that the engine can make together with it: batches of one part and of the same shape. */
  private requestsFrom(batches: readonly PlannedBatch[]): StepRequest[] {
    const { options, plan } = this;
    const requests: StepRequest[] = [];
    for (const batch of batches.slice(0, this.engine.several?.most ?? 1)) {
      const parts = plan.partsOf(batch);
      const [first] = requests;
      if (first && !(first.parts.length === 1 && parts.length === 1 && sameBatch(first.parts[0]!.shape, parts[0]!.shape))) break;
      const step = this.step + 1 + requests.length;
      requests.push({
        parts, random: Random.derive(options.seed, 'dropout', step), learningRate: options.learningRate * scheduleFactor(options.schedule, step - 1, plan.steps),
      });
    }
    return requests;
  }

  private async stopIfTold(stepsOfEpoch: number, soFar: TrainingProgress['soFar']): Promise<void> {
    const { signal, checkpoints } = this.options;
    if (signal?.aborted && checkpoints?.whenStopped?.()) await this.save(stepsOfEpoch, soFar);
    signal?.throwIfAborted();
  }

  private async save(stepsOfEpoch: number, soFar: TrainingProgress['soFar']): Promise<void> {
    const state = await this.engine.state();
    const progress = { epochs: this.epochs, scores: this.scores, stepsOfEpoch, soFar, steps: this.step, updates: state.updates, ...(state.lossScale && { lossScale: state.lossScale }), ...(this.bestSoFar && { best: this.bestSoFar }) };
    await writeCheckpoint(this.options.checkpoints!.folder, { progress, state, best: this.best }, this.settings);
  }

  private async rememberBest({ epoch, evaluation }: EpochResult): Promise<void> {
    if (!evaluation || evaluation.loss >= (this.bestSoFar?.loss ?? Infinity)) return;
    this.bestSoFar = { epoch, loss: evaluation.loss };
    if (this.options.keepBest) this.best = copyOf((await this.engine.state()).parameters);
  }

  private hasStalled(): boolean {
    const { patience } = this.options;
    return patience !== undefined && this.bestSoFar !== undefined && this.epochs.length - this.bestSoFar.epoch >= patience;
  }

  private pace(epoch: number, left: readonly PlannedBatch[]): Pick<StepProgress, 'examplesPerSecond' | 'secondsLeft'> {
    const examplesPerSecond = this.learntHere / Math.max(1e-6, (performance.now() - this.started) / 1000);
    const examples = left.reduce((sum, batch) => sum + batch.examples.length, 0) + (this.options.epochs - epoch) * this.options.objective.lengths.length;
    return { examplesPerSecond, secondsLeft: examples / examplesPerSecond };
  }

  private inWords(error: unknown, step: number, epoch: number): unknown {
    if (!(error instanceof TrainingError)) return error;
    return new TrainingError(`Training stopped at step ${step} of ${this.plan.steps} (epoch ${epoch}): ${error.message}`, { cause: error });
  }
}

function sameBatch(a: BatchShape, b: BatchShape): boolean {
  return a.batch === b.batch && a.sequence === b.sequence;
}

function copyOf(tensors: NamedTensors): NamedTensors {
  return new Map([...tensors].map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]));
}

/** What decides the course of a training: a checkpoint fits no other. */
function decisiveSettings(
  { objective, epochs, batchSize, learningRate, optimizer, schedule, clipNorm, isFrozen, patience, keepBest, seed }: TrainingOptions, parameters: ReadonlyMap<string, Parameter>,
): unknown {
  const model = [...parameters].map(([name, { shape }]) => [name, shape, isFrozen?.(name) ?? false]);
  return { model, lengths: Array.from(objective.lengths), epochs, batchSize, learningRate, optimizer, schedule, clipNorm, patience, keepBest, seed };
}

function checkOptions({ objective, evaluation, epochs, batchSize, learningRate, patience, keepBest }: TrainingOptions): void {
  if (objective.lengths.length === 0) throw new TrainingError('There is nothing to train on: the training set has no examples.');
  const size = 'examples' in batchSize ? batchSize.examples : batchSize.tokens;
  for (const [name, value] of Object.entries({ epochs, batchSize: size, ...(patience !== undefined && { patience }) })) {
    if (!Number.isInteger(value) || value < 1) throw new TrainingError(`${name} must be a whole number above 0, not ${value}.`);
  }
  if (!(learningRate >= 0 && Number.isFinite(learningRate))) throw new TrainingError(`learningRate must be 0 or more, not ${learningRate}.`);
  if ((patience !== undefined || keepBest) && !evaluation?.lengths.length) throw new TrainingError('Early stopping and keeping the best epoch need examples for validation.');
}
