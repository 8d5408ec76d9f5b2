import { freemem } from 'node:os';
import { gradients } from '../graph/gradients.ts';
import { elementBytes, type Value } from '../graph/graph.ts';
import { peakBytes } from '../graph/peak-memory.ts';
import { elementCount } from '../graph/shape.ts';
import { TrainingError } from '../nn-error.ts';
import type { BatchShape, Objective } from './objective.ts';
import { trainingGraph } from './step-session.ts';

/** Whose memory is planned. */
export interface BatchMemoryOptions {
  readonly objective: Objective;
  readonly isFrozen?: ((parameter: string) => boolean) | undefined;
  /** Bytes that may be used besides the parameters, their gradients and the optimizer's state. */
  readonly bytes: number;
}

/** Says how many examples can be computed at once. */
export class BatchMemory {
  private readonly lines = new Map<number, { readonly fixed: number; readonly each: number }>();

  constructor(private readonly options: BatchMemoryOptions) {}

  /** The most examples of a padded length, up to `wanted`, that fit; throws TrainingError saying what would fit if not even one does. */
  atOnce(sequence: number, wanted: number): number {
    const { fixed, each } = this.lineOf(sequence);
    const fitting = Math.floor((this.options.bytes - fixed) / each);
    if (fitting >= 1) return Math.min(wanted, fitting);
    throw new TrainingError(`One example of ${sequence} positions needs about ${gib(fixed + each)} of memory besides the model, and ${gib(this.options.bytes)} are free. ${this.whatFits(sequence)}`);
  }

  /** Bytes that may be used. */
  get bytes(): number {
    return this.options.bytes;
  }

  /** About the bytes that batches of this shape take. */
  needs({ batch, sequence }: BatchShape): number {
    const { fixed, each } = this.lineOf(sequence);
    return fixed + batch * each;
  }

  private whatFits(sequence: number): string {
    for (let shorter = sequence >> 1; shorter >= 16; shorter >>= 1) {
      const { fixed, each } = this.lineOf(shorter);
      if (fixed + each <= this.options.bytes) return `Texts of ${shorter} tokens would fit: truncate when tokenizing, or choose a smaller model.`;
    }
    return 'Choose a smaller model, or free some memory.';
  }

  /** Memory grows evenly with the number of examples: two sizes tell of all. */
  private lineOf(sequence: number): { readonly fixed: number; readonly each: number } {
    let line = this.lines.get(sequence);
    if (!line) {
      const [one, two] = [1, 2].map((batch) => this.bytesFor({ batch, sequence })) as [number, number];
      line = { fixed: Math.max(0, 2 * one - two), each: Math.max(1, two - one) };
      this.lines.set(sequence, line);
    }
    return line;
  }

  private bytesFor(shape: BatchShape): number {
    const { objective, isFrozen } = this.options;
    const { graph, loss, outputs } = trainingGraph(objective, shape, isFrozen);
    const parts = [...gradients(graph, loss).values()];
    const rows = parts.flatMap(({ sparse }) => sparse.map(({ rows: values }) => values));
    const written = [loss, ...Object.values(outputs), ...rows];
    const bytesOf = ({ shape: axes, type }: Value) => elementCount(axes) * elementBytes[type];
    const besides = [...graph.inputs, ...written].reduce((sum, value) => sum + bytesOf(value), 0);
    return besides + peakBytes(graph, [...written, ...parts.flatMap(({ dense }) => dense ?? [])]);
  }
}

/** Bytes that this process may still take, with a fifth left to others. */
export function freeBytes(): number {
  const limit = process.constrainedMemory() ?? 0;
  const free = limit > 0 && limit < 2 ** 50 ? Math.min(freemem(), limit - process.memoryUsage.rss()) : freemem();
  return Math.max(0, 0.8 * free);
}

function gib(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
