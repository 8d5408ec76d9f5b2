import type { BertConfig } from '../models/bert-config.ts';
import { TrainingError } from '../nn-error.ts';
import { type Kernels, kernelsOn } from '../optimizers/kernels.ts';
import { type OptimizerConfig, stateSlots, update } from '../optimizers/optimizer.ts';
import type { Random } from '../random.ts';
import type { NamedTensors } from '../tensor.ts';
import type { LabelledTexts } from '../texts/tokenized-texts.ts';
import { ParameterMemory } from './parameter-memory.ts';
import { type BatchScore, StepSession } from './step-session.ts';

/** What an engine is made of. */
export interface TrainingEngineOptions {
  readonly config: BertConfig;
  readonly parameters: NamedTensors;
  readonly optimizer: OptimizerConfig;
  /** Gradients whose global norm is larger are scaled down to it. */
  readonly clipNorm?: number | undefined;
  readonly threads?: number | undefined;
  /** See `BoundSession`; on unless told. */
  readonly zeroCopy?: boolean | undefined;
}

/** The shape a batch is padded to. */
export interface BatchShape {
  readonly batch: number;
  readonly sequence: number;
}

/** Holds a model in training: computes gradients with ONNX Runtime and updates the parameters with the optimizer kernels. */
export class TrainingEngine {
  readonly memory: ParameterMemory;
  private readonly kernels: Kernels;
  private readonly sessions = new Map<string, Promise<StepSession>>();
  private updates = 0;

  constructor(private readonly options: TrainingEngineOptions) {
    this.memory = new ParameterMemory(options.parameters, stateSlots(options.optimizer));
    this.kernels = kernelsOn(this.memory.memory);
  }

  /** Writes the gradients of the mean loss of a batch into the memory. Each shape's graph is compiled once and kept. */
  async computeGradients(texts: LabelledTexts, { batch, sequence }: BatchShape, random: Random): Promise<BatchScore> {
    const key = `${batch}×${sequence}`;
    let session = this.sessions.get(key);
    if (!session) {
      session = StepSession.create(batch, sequence, { ...this.options, memory: this.memory });
      this.sessions.set(key, session);
    }
    return (await session).run(texts, random);
  }

  /**
   * Updates the parameters by the gradients in the memory; returns their global norm before clipping.
   * Throws TrainingError, and changes nothing, if a gradient is not a finite number.
   */
  update(learningRate: number): number {
    const { regions } = this.memory;
    const norm = Math.sqrt(this.kernels.sumOfSquares(regions.gradients, regions.bytes));
    if (!Number.isFinite(norm)) throw new TrainingError(`A gradient is not a finite number. ${remedy}`);
    const { clipNorm, optimizer } = this.options;
    const gradientScale = clipNorm === undefined ? 1 : Math.min(1, clipNorm / (norm + 1e-6));
    this.updates++;
    update(this.kernels, regions, optimizer, { count: this.updates, learningRate, gradientScale });
    return norm;
  }

  /** Frees the compiled graphs. */
  async close(): Promise<void> {
    const sessions = [...this.sessions.values()];
    this.sessions.clear();
    for (const session of sessions) await (await session).close();
  }
}

/** What to do when training diverges. */
export const remedy = 'Lower the learning rate, add warm-up steps, or clip the gradients.';
