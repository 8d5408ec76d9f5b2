import { Graph, type Parameter } from '../graph/graph.ts';
import { cpu } from '../graph/target.ts';
import type { NamedTensors } from '../tensor.ts';
import { gpt2 } from './gpt2.ts';
import type { Gpt2Config } from './gpt2-config.ts';
import { initialParameters } from './initial-parameters.ts';

/** Every parameter of the model that a configuration describes: name, shape and how it starts. */
export function gpt2Parameters(config: Gpt2Config): ReadonlyMap<string, Parameter> {
  const graph = new Graph(cpu, false);
  gpt2(graph, config, graph.input('input_ids', ['batch', 'sequence'], 'int64'));
  return graph.parameters;
}

/**
 * Parameters to start training from: normal with `initializerRange` for weights (divided by √(2·layers) where a layer adds to
 * its input), 0 for biases, 1 for LayerNorm, as Transformers starts. The same seed gives the same numbers.
 */
export function initialGpt2(config: Gpt2Config, seed: number): NamedTensors {
  return initialParameters(gpt2Parameters(config), seed);
}
