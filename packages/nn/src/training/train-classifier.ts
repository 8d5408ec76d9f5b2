import { setImmediate } from 'node:timers/promises';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { inferenceModel } from '../inference/inference-graph.ts';
import { LogitsSession } from '../inference/logits-session.ts';
import type { BertConfig } from '../models/bert-config.ts';
import { classifierParameters, initialClassifier } from '../models/classifier-parameters.ts';
import { TrainingError } from '../nn-error.ts';
import type { OptimizerConfig } from '../optimizers/optimizer.ts';
import { type ScheduleConfig, scheduleFactor } from '../optimizers/schedule.ts';
import { Random } from '../random.ts';
import { sessionOptions } from '../runtime/session-options.ts';
import type { NamedTensors } from '../tensor.ts';
import { bucketsFor, planEpoch } from './epoch-plan.ts';
import { checkLabelledTexts, type LabelledTexts } from '../texts/tokenized-texts.ts';
import type { ParameterMemory } from './parameter-memory.ts';
import { type Score, scoreOf } from './score.ts';
import { remedy, TrainingEngine } from './training-engine.ts';

/** A training run. */
export interface TrainingOptions {
  readonly config: BertConfig;
  /** Where to start; initialised from the configuration and the seed if left out. */
  readonly parameters?: NamedTensors | undefined;
  readonly train: LabelledTexts;
  /** Texts to be scored after each epoch, without learning from them. */
  readonly evaluation?: LabelledTexts | undefined;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly optimizer: OptimizerConfig;
  readonly schedule: ScheduleConfig;
  /** The largest global norm of the gradients; larger ones are scaled down. */
  readonly clipNorm?: number | undefined;
  /** Decides the start, the order of the texts and the dropout: the same seed and thread count give the same model. */
  readonly seed: number;
  /** Threads for one operation; every core by default. */
  readonly threads?: number | undefined;
  readonly onStep?: (progress: StepProgress) => void;
  readonly onEpoch?: (result: EpochResult) => void;
  /** Stops between two steps; the promise rejects with the signal's reason. */
  readonly signal?: { throwIfAborted(): void } | undefined;
}

/** What a step reports. */
export interface StepProgress {
  /** From 1 to `epochs`. */
  readonly epoch: number;
  readonly epochs: number;
  /** Counted over the whole run, from 1 to `steps`. */
  readonly step: number;
  readonly steps: number;
  /** Mean cross-entropy of the batch, before the update. */
  readonly loss: number;
  /** Share of the batch classified rightly, before the update. */
  readonly accuracy: number;
  readonly learningRate: number;
  /** Global norm of the gradients, before clipping. */
  readonly gradientNorm: number;
  /** Mean over the run so far. */
  readonly examplesPerSecond: number;
  /** Seconds of training left at the pace so far. */
  readonly secondsLeft: number;
}

/** What an epoch reports: the mean over its steps, and the evaluation if there is one. */
export interface EpochResult {
  readonly epoch: number;
  readonly train: Score;
  readonly evaluation: Score | undefined;
}

/** A finished run. */
export interface TrainingResult {
  readonly parameters: NamedTensors;
  readonly epochs: readonly EpochResult[];
}

/**
 * Trains a sequence classifier. It computes on the calling thread: run it in a worker. Messages and aborts get their
 * turn between steps.
 *
 * Throws ExampleError for texts the model cannot take and TrainingError if the loss stops being a number.
 */
export async function trainClassifier(options: TrainingOptions): Promise<TrainingResult> {
  checkOptions(options);
  const { config, train, seed } = options;
  const parameters = options.parameters ?? initialClassifier(config, seed);
  const engine = new TrainingEngine({ ...options, parameters });
  const random = new Random(seed + 1); // the start and the order of the texts are unrelated
  const evaluator = await evaluatorOn(options, engine.memory);
  try {
    const lengths = train.inputIds.map((ids) => ids.length);
    const clock = paceOf(options);
    const results: EpochResult[] = [];
    for (let epoch = 1; epoch <= options.epochs; epoch++) {
      const plan = planEpoch(lengths, { batchSize: options.batchSize, buckets: bucketsFor(lengths) }, random);
      const total = { loss: 0, correct: 0 };
      for (const { rows, sequence } of plan) {
        options.signal?.throwIfAborted();
        const batch = pick(train, rows);
        const { loss, correct } = await engine.computeGradients(batch, { batch: Math.min(options.batchSize, lengths.length), sequence }, random);
        const { step, learningRate } = clock.next();
        if (!Number.isFinite(loss)) throw new TrainingError(`The loss is ${loss} at step ${step} of ${clock.steps} (epoch ${epoch}). ${remedy}`);
        const gradientNorm = engine.update(learningRate);
        total.loss += loss * rows.length;
        total.correct += correct;
        options.onStep?.({
          epoch, epochs: options.epochs, step, steps: clock.steps, loss, accuracy: correct / rows.length, learningRate, gradientNorm,
          ...clock.pace(rows.length),
        });
        await setImmediate();
      }
      const evaluation = await evaluator?.score();
      const result = { epoch, train: { loss: total.loss / lengths.length, accuracy: total.correct / lengths.length }, evaluation };
      results.push(result);
      options.onEpoch?.(result);
    }
    return { parameters: engine.memory.snapshot(), epochs: results };
  } finally {
    await engine.close();
    await evaluator?.close();
  }
}

function checkOptions({ config, train, evaluation, epochs, batchSize, learningRate }: TrainingOptions): void {
  checkLabelledTexts(config, train);
  if (evaluation) checkLabelledTexts(config, evaluation);
  if (train.inputIds.length === 0) throw new TrainingError('There is nothing to train on: the training set has no rows.');
  for (const [name, value] of Object.entries({ epochs, batchSize })) {
    if (!Number.isInteger(value) || value < 1) throw new TrainingError(`${name} must be a whole number above 0, not ${value}.`);
  }
  if (!(learningRate >= 0 && Number.isFinite(learningRate))) throw new TrainingError(`learningRate must be 0 or more, not ${learningRate}.`);
}

/** Counts steps and examples against the clock. */
function paceOf({ train, epochs, batchSize, learningRate, schedule }: TrainingOptions) {
  const examples = train.inputIds.length * epochs;
  const steps = Math.ceil(train.inputIds.length / batchSize) * epochs;
  const started = performance.now();
  let done = 0;
  let step = 0;
  return {
    steps,
    next: () => ({ step: ++step, learningRate: learningRate * scheduleFactor(schedule, step - 1, steps) }),
    pace: (count: number) => {
      done += count;
      const examplesPerSecond = done / Math.max(1e-6, (performance.now() - started) / 1000);
      return { examplesPerSecond, secondsLeft: (examples - done) / examplesPerSecond };
    },
  };
}

/** Scores texts with the parameters as they stand. */
async function evaluatorOn({ config, evaluation, threads, signal }: TrainingOptions, memory: ParameterMemory) {
  if (!evaluation?.inputIds.length) return undefined;
  const session = await InferenceSession.create(inferenceModel(config), sessionOptions({ threads }));
  const shapes = classifierParameters(config);
  const parameters = memory.names.map((name) => [name, new Tensor('float32', memory.parameter(name), shapes.get(name)!.shape)]);
  const logits = new LogitsSession(session, config, Object.fromEntries(parameters));
  return {
    score: async () => scoreOf(await logits.logits(evaluation, { signal }), evaluation.labels),
    close: () => logits.close(),
  };
}

function pick({ inputIds, tokenTypeIds, labels }: LabelledTexts, rows: readonly number[]): LabelledTexts {
  return {
    inputIds: rows.map((row) => inputIds[row]!),
    ...(tokenTypeIds && { tokenTypeIds: rows.map((row) => tokenTypeIds[row]!) }),
    labels: Int32Array.from(rows, (row) => labels[row]!),
  };
}
