import type { Parameter } from '../graph/graph.ts';
import { elementCount } from '../graph/shape.ts';
import { type OptimizerConfig, stateSlots } from '../optimizers/optimizer.ts';
import { Random } from '../random.ts';
import { BatchMemory, freeBytes } from './batch-memory.ts';
import { batchCapacity, type BatchSize, bucketsFor, type PlannedBatch, planEpoch } from './epoch-plan.ts';
import type { Objective } from './objective.ts';
import { parametersOf } from './step-session.ts';
import type { BatchPart } from './training-engine.ts';

/** What the course of a training depends on. */
export interface TrainingPlanOptions {
  readonly objective: Objective;
  readonly epochs: number;
  readonly batchSize: BatchSize;
  readonly optimizer: OptimizerConfig;
  readonly isFrozen?: ((parameter: string) => boolean) | undefined;
  readonly seed: number;
  /** What a batch may take besides the model; what is free, by default. */
  readonly memoryBytes?: number | undefined;
}

/** Which examples are learnt from in which step. */
export class TrainingPlan {
  /** Every parameter of the model. */
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly memory: BatchMemory;
  readonly steps: number;
  readonly partsOfLongest: number;
  private readonly buckets: readonly number[];

  constructor(private readonly options: TrainingPlanOptions) {
    const { objective, batchSize, epochs, memoryBytes } = options;
    this.buckets = bucketsFor(objective.lengths, objective.mostPositions);
    this.parameters = parametersOf(objective);
    this.memory = new BatchMemory({ ...options, bytes: memoryBytes ?? freeBytes() - this.modelBytes });
    this.steps = 'examples' in batchSize
      ? epochs * Math.ceil(objective.lengths.length / batchSize.examples)
      : Array.from({ length: epochs }, (_, index) => this.epoch(index + 1).length).reduce((sum, batches) => sum + batches, 0);
    const longest = this.buckets.at(-1)!;
    this.partsOfLongest = Math.ceil(this.sizeOf(longest) / this.memory.atOnce(longest, this.sizeOf(longest)));
  }

  /** Bytes of parameters, gradients and the optimizer's state. */
  get modelBytes(): number {
    let count = 0;
    for (const { shape } of this.parameters.values()) count += elementCount(shape);
    return 4 * count * (2 + stateSlots(this.options.optimizer));
  }

  /** The batches of an epoch, counted from 1. */
  epoch(epoch: number): PlannedBatch[] {
    const { objective, batchSize, seed } = this.options;
    return planEpoch(objective.lengths, { batchSize, buckets: this.buckets }, Random.derive(seed, 'order', epoch));
  }

  /** A batch in parts that fit the memory, of one shape, so that few graphs are compiled. */
  partsOf({ examples, sequence }: PlannedBatch): BatchPart[] {
    const size = this.sizeOf(sequence);
    const parts = Math.ceil(size / this.memory.atOnce(sequence, size));
    const batch = Math.ceil(size / parts);
    return Array.from({ length: Math.ceil(examples.length / batch) }, (_, part) => ({
      examples: examples.slice(part * batch, (part + 1) * batch), shape: { batch, sequence },
    }));
  }

  private sizeOf(sequence: number): number {
    return Math.min(batchCapacity(this.options.batchSize, sequence), this.options.objective.lengths.length);
  }
}
