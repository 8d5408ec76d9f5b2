import type { Random } from '../random.ts';
import type { NamedTensors } from '../tensor.ts';
import type { LossScaleState } from './loss-scale.ts';
import type { BatchShape, Measures, Objective } from './objective.ts';

/** Examples that are computed at once: a whole batch, or a part of one where memory is short. */
export interface BatchPart {
  readonly examples: readonly number[];
  readonly shape: BatchShape;
}

/** What one step is told. */
export interface StepRequest {
  /** The parts of the batch; their gradients are added up before the update. */
  readonly parts: readonly BatchPart[];
  /** Fills the dropout masks. */
  readonly random: Random;
  readonly learningRate: number;
}

/** Weighted mean loss and figures of some examples. */
export interface Outcome {
  readonly loss: number;
  readonly measures: Measures;
}

/** What one step says; the loss is that before the update. */
export interface StepOutcome extends Outcome {
  /** Global norm of the gradients, before clipping. */
  readonly gradientNorm: number;
}

/** Everything that training changes. */
export interface TrainingState {
  readonly parameters: NamedTensors;
  /** The optimizer's numbers for each trained parameter, slot by slot (Adam: first and second moment). */
  readonly slots: readonly NamedTensors[];
  /** Updates so far. */
  readonly updates: number;
  /** Where the scale of the loss stands, in half precision. */
  readonly lossScale?: LossScaleState | undefined;
}

/** A training that may be stopped from outside. */
export interface StopSignal {
  throwIfAborted(): void;
}

/** Makes several steps at once, with the same outcomes. */
export interface SeveralSteps {
  /** The most requests that are worth giving; each batch of one part, and all of one shape. */
  readonly most: number;
  /** Answers for the first of them, at least one: those that it made. Throws as `step` does for the first. */
  step(requests: readonly StepRequest[]): Promise<readonly StepOutcome[]>;
}

/** Holds a model in training on one device. */
export interface TrainingEngine {
  /**
   * Computes loss and gradients of a batch and updates the parameters. Throws TrainingError, and changes nothing, if the loss or
   * a gradient is not a finite number.
   */
  step(request: StepRequest): Promise<StepOutcome>;
  /** Where several steps at once cost less than one after another. */
  readonly several?: SeveralSteps | undefined;
  /** Loss and figures of other examples with the parameters as they stand. */
  evaluate(objective: Objective, signal?: StopSignal): Promise<Outcome>;
  /** The state as it stands. Its numbers are live: they hold until the next step. */
  state(): Promise<TrainingState>;
  /** Goes on from a state of the same model and optimizer. */
  restore(state: TrainingState): Promise<void>;
  close(): Promise<void>;
}

/** What to do when training diverges. */
export const remedy = 'Lower the learning rate, add warm-up steps, or clip the gradients.';
