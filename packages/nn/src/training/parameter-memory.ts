import { elementCount } from '../graph/shape.ts';
import { TrainingError } from '../nn-error.ts';
import { type Kernels, kernelsOn } from '../optimizers/kernels.ts';
import { decays, type OptimizerConfig, type OptimizerSpan, stateSlots } from '../optimizers/optimizer.ts';
import { useHugePages } from '../runtime/huge-pages.ts';
import type { FloatTensor, NamedTensors } from '../tensor.ts';

/** How the memory is laid out. */
export interface MemoryLayout {
  readonly optimizer: OptimizerConfig;
  /** Parameters that are read but never changed; they have no gradient. */
  readonly isFrozen?: ((parameter: string) => boolean) | undefined;
  /** Keeps a second gradient for each parameter, to add up the parts of a batch in. */
  readonly accumulates?: boolean | undefined;
  /** The most bytes of one WebAssembly memory. */
  readonly bankBytes?: number | undefined;
}

/** One WebAssembly memory: regions of parameters, gradients, the optimizer's state and sums, each in the same order. */
interface Bank {
  readonly memory: WebAssembly.Memory;
  readonly kernels: Kernels;
  /** Bytes of one region. */
  readonly bytes: number;
  readonly spans: readonly OptimizerSpan[];
}

interface Place {
  readonly bank: Bank;
  readonly offset: number;
  readonly shape: readonly number[];
}

/**
 * The parameters of a model in training, with their gradients and the optimizer's state. ONNX Runtime reads parameters and writes
 * gradients in WebAssembly memories, where the optimizer's kernels update them. As one memory holds 4 GiB at most, large models
 * have several.
 */
export class ParameterMemory {
  private readonly banks: Bank[] = [];
  private readonly places = new Map<string, Place>();
  private readonly frozen = new Map<string, FloatTensor>();
  private readonly order: readonly string[];
  private readonly slots: number;
  private readonly accumulates: boolean;

  /** Copies the parameters in; the optimizer's state is zero. */
  constructor(parameters: NamedTensors, { optimizer, isFrozen = () => false, accumulates = false, bankBytes = 2 ** 32 - 2 ** 16 }: MemoryLayout) {
    this.order = [...parameters.keys()];
    this.slots = stateSlots(optimizer);
    this.accumulates = accumulates;
    const regions = 2 + this.slots + Number(accumulates);
    for (const [name, tensor] of parameters) if (isFrozen(name)) this.frozen.set(name, tensor);
    const trained = [...parameters].filter(([name]) => !isFrozen(name)).map(([name, { shape }]) => ({ name, shape, bytes: alignedBytes(shape), decays: decays(optimizer, shape) }));
    for (const bank of packed(trained, Math.floor(bankBytes / regions))) this.addBank(bank, regions);
    for (const [name, { data }] of parameters) if (!isFrozen(name)) this.parameter(name).set(data);
  }

  /** The names of all parameters, in the order given. */
  get names(): readonly string[] {
    return this.order;
  }

  /** The names of the parameters that are trained, in the order given. */
  get trainedNames(): string[] {
    return this.order.filter((name) => this.places.has(name));
  }

  /** The live numbers of a parameter. */
  parameter(name: string): Float32Array {
    return this.frozen.get(name)?.data ?? this.view(name, 0);
  }

  /** The live gradient of a trained parameter. */
  gradient(name: string): Float32Array {
    return this.view(name, 1);
  }

  /** The live numbers that the optimizer keeps for a trained parameter. */
  state(name: string, slot: number): Float32Array {
    return this.view(name, 2 + slot);
  }

  shapeOf(name: string): readonly number[] {
    const shape = this.frozen.get(name)?.shape ?? this.places.get(name)?.shape;
    if (!shape) throw new Error(`There is no parameter ${name}.`);
    return shape;
  }

  /** Adds the gradients of a part of a batch to the sums. */
  accumulate(): void {
    for (const { kernels, bytes } of this.banks) kernels.accumulate(this.sums(bytes), bytes, bytes);
  }

  /** Adds the sums to the gradients of the last part, and makes them zero for the next batch. */
  addSums(): void {
    for (const { kernels, bytes } of this.banks) kernels.accumulate(bytes, this.sums(bytes), bytes);
    this.clearSums();
  }

  /** Forgets the sums of a batch that was not finished. */
  clearSums(): void {
    if (!this.accumulates) return;
    for (const { memory, bytes } of this.banks) new Uint8Array(memory.buffer, this.sums(bytes), bytes).fill(0);
  }

  /** The global norm of the gradients. */
  gradientNorm(): number {
    return Math.sqrt(this.banks.reduce((sum, { kernels, bytes }) => sum + kernels.sumOfSquares(bytes, bytes), 0));
  }

  /** Every stretch of parameters that is updated alike, with the kernels of its memory. */
  * spans(): Iterable<{ readonly kernels: Kernels; readonly span: OptimizerSpan }> {
    for (const { kernels, spans } of this.banks) for (const span of spans) yield { kernels, span };
  }

  /** The live numbers of every parameter. */
  parameters(): NamedTensors {
    return new Map(this.order.map((name): [string, FloatTensor] => [name, { shape: this.shapeOf(name), data: this.parameter(name) }]));
  }

  /** The live numbers of the optimizer, slot by slot, for the trained parameters. */
  optimizerState(): NamedTensors[] {
    return Array.from({ length: this.slots }, (_, slot) =>
      new Map(this.trainedNames.map((name): [string, FloatTensor] => [name, { shape: this.shapeOf(name), data: this.state(name, slot) }])));
  }

  private sums(bytes: number): number {
    return (2 + this.slots) * bytes;
  }

  private addBank(parameters: readonly Stored[], regions: number): void {
    const bytes = parameters.reduce((sum, { bytes }) => sum + bytes, 0);
    const memory = allocate(bytes * regions);
    useHugePages(memory.buffer);
    const spans: OptimizerSpan[] = [];
    const bank: Bank = { memory, kernels: kernelsOn(memory), bytes, spans };
    let offset = 0;
    for (const decaying of [true, false]) {
      const begin = offset;
      for (const { name, shape, bytes: size } of parameters.filter(({ decays }) => decays === decaying)) {
        this.places.set(name, { bank, offset, shape });
        offset += size;
      }
      const state = Array.from({ length: this.slots }, (_, slot) => (2 + slot) * bytes + begin);
      if (offset > begin) spans.push({ parameters: begin, gradients: bytes + begin, state, bytes: offset - begin, decays: decaying });
    }
    this.banks.push(bank);
  }

  private view(name: string, region: number): Float32Array {
    const place = this.places.get(name);
    if (!place) throw new Error(`There is no trained parameter ${name}.`);
    const { bank, offset, shape } = place;
    return new Float32Array(bank.memory.buffer, region * bank.bytes + offset, elementCount(shape));
  }
}

interface Stored {
  readonly name: string;
  readonly shape: readonly number[];
  readonly bytes: number;
  readonly decays: boolean;
}

/** The parameters in order, in groups of at most `limit` bytes. */
function packed(parameters: readonly Stored[], limit: number): Stored[][] {
  const groups: Stored[][] = [];
  let left = 0;
  for (const parameter of parameters) {
    if (parameter.bytes > limit) {
      throw new TrainingError(`The parameter ${parameter.name} takes ${(parameter.bytes / 2 ** 30).toFixed(1)} GiB; with its gradient and the optimizer's state it does not fit the 4 GiB of one memory. Use a smaller vocabulary, or SGD without momentum.`);
    }
    if (groups.length === 0 || parameter.bytes > left) {
      groups.push([]);
      left = limit;
    }
    groups.at(-1)!.push(parameter);
    left -= parameter.bytes;
  }
  return groups;
}

/** Whole groups of four floats. */
function alignedBytes(shape: readonly number[]): number {
  return Math.ceil(elementCount(shape) / 4) * 16;
}

function allocate(bytes: number): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: Math.max(1, Math.ceil(bytes / 65536)) });
  } catch (cause) {
    throw new TrainingError(`There is no memory for ${(bytes / 2 ** 30).toFixed(1)} GiB of parameters, gradients and optimizer state. Choose a smaller model, freeze layers, or use SGD.`, { cause });
  }
}
