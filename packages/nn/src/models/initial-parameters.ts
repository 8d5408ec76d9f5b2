import type { Initial, Parameter } from '../graph/graph.ts';
import { elementCount } from '../graph/shape.ts';
import { Random } from '../random.ts';
import type { FloatTensor, NamedTensors } from '../tensor.ts';

/** Where training starts from: each parameter as its layer says. The same seed gives the same numbers. */
export function initialParameters(parameters: ReadonlyMap<string, Parameter>, seed: number): NamedTensors {
  return new Map([...parameters].map(([name, parameter]) => [name, initialParameter(name, parameter, seed)]));
}

/** One parameter's start, which depends on its name and the seed alone. */
export function initialParameter(name: string, { shape, initial }: Pick<Parameter, 'shape' | 'initial'>, seed: number): FloatTensor {
  const data = new Float32Array(elementCount(shape));
  start(data, shape.at(-1) ?? 1, initial, Random.derive(seed, 'start', name));
  return { shape, data };
}

function start(data: Float32Array, width: number, initial: Initial, random: Random): void {
  if ('fill' in initial) data.fill(initial.fill);
  else if ('uniform' in initial) random.fillUniform(data, initial.uniform);
  else {
    random.fillNormal(data, initial.normal);
    if (initial.zeroRow !== undefined) data.fill(0, initial.zeroRow * width, (initial.zeroRow + 1) * width);
  }
}
