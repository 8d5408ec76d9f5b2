import { elementCount } from '../graph/shape.ts';
import { TrainingError } from '../nn-error.ts';
import type { OptimizerRegions } from '../optimizers/optimizer.ts';
import type { FloatTensor, NamedTensors } from '../tensor.ts';

/**
 * One WebAssembly memory that holds a model's parameters, their gradients and the optimizer's state, region after
 * region, in the same order in each. ONNX Runtime reads parameters and writes gradients in it; the kernels update it.
 */
export class ParameterMemory {
  readonly memory: WebAssembly.Memory;
  readonly regions: OptimizerRegions;
  private readonly places: ReadonlyMap<string, { readonly offset: number; readonly shape: readonly number[] }>;

  /** Copies the parameters in. `stateSlots` numbers of state are kept for each, zero at first. */
  constructor(parameters: NamedTensors, stateSlots: number) {
    const places = new Map<string, { offset: number; shape: readonly number[] }>();
    let bytes = 0;
    for (const [name, { shape }] of parameters) {
      places.set(name, { offset: bytes, shape });
      bytes += Math.ceil(elementCount(shape) / 4) * 16; // whole groups of four floats
    }
    this.places = places;
    const regions = 2 + stateSlots;
    if (bytes * regions > 2 ** 32) {
      throw new TrainingError(`Training needs ${(bytes * regions / 2 ** 30).toFixed(1)} GiB for parameters and optimizer state; one memory holds 4 GiB. Choose a smaller model, or SGD.`);
    }
    this.memory = new WebAssembly.Memory({ initial: Math.max(1, Math.ceil(bytes * regions / 65536)) });
    this.regions = { parameters: 0, gradients: bytes, state: Array.from({ length: stateSlots }, (_, slot) => (2 + slot) * bytes), bytes };
    for (const [name, { data }] of parameters) this.parameter(name).set(data);
  }

  /** The names of the parameters, in the order of the memory. */
  get names(): string[] {
    return [...this.places.keys()];
  }

  /** The live numbers of a parameter. */
  parameter(name: string): Float32Array {
    return this.view(name, this.regions.parameters);
  }

  /** The live gradient of a parameter. */
  gradient(name: string): Float32Array {
    return this.view(name, this.regions.gradients);
  }

  /** A copy of every parameter. */
  snapshot(): NamedTensors {
    return new Map([...this.places].map(([name, { shape }]): [string, FloatTensor] => [name, { shape, data: this.parameter(name).slice() }]));
  }

  private view(name: string, region: number): Float32Array {
    const place = this.places.get(name);
    if (!place) throw new Error(`There is no parameter ${name}.`);
    return new Float32Array(this.memory.buffer, region + place.offset, elementCount(place.shape));
  }
}
