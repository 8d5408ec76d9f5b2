import { Graph, type Initial, type Parameter } from '../graph/graph.ts';
import { elementCount } from '../graph/shape.ts';
import { cpu } from '../graph/target.ts';
import { Random } from '../random.ts';
import type { FloatTensor, NamedTensors } from '../tensor.ts';
import { bertClassifier, tokenInputs } from './bert-classifier.ts';
import type { BertConfig } from './bert-config.ts';

/** Every parameter of the model that a configuration describes: name, shape and how it starts. */
export function classifierParameters(config: BertConfig): ReadonlyMap<string, Parameter> {
  const graph = new Graph(cpu, false);
  bertClassifier(graph, config, tokenInputs(graph, 'batch', 'sequence'));
  return graph.parameters;
}

/**
 * Parameters to start training from: normal with `initializerRange` for weights, 0 for biases, 1 for LayerNorm, 0 for
 * the row of [PAD], as Transformers starts. The same seed gives the same numbers.
 */
export function initialClassifier(config: BertConfig, seed: number): NamedTensors {
  const random = new Random(seed);
  return new Map([...classifierParameters(config)].map(([name, { shape, initial }]) => [name, initialTensor(shape, initial, random)]));
}

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
