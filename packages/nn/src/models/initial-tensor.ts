import type { Initial } from '../graph/graph.ts';
import { elementCount } from '../graph/shape.ts';
import type { Random } from '../random.ts';
import type { FloatTensor } from '../tensor.ts';

/** One parameter's start. */
export function initialTensor(shape: readonly number[], initial: Initial, random: Random): FloatTensor {
  const data = new Float32Array(elementCount(shape));
  if ('fill' in initial) data.fill(initial.fill);
  else if ('uniform' in initial) random.fillUniform(data, initial.uniform);
  else {
    random.fillNormal(data, initial.normal);
    const width = shape.at(-1)!;
    if (initial.zeroRow !== undefined) data.fill(0, initial.zeroRow * width, (initial.zeroRow + 1) * width);
  }
  return { shape, data };
}
