import { Graph, type Parameter, type Value } from '../graph/graph.ts';
import { cpu } from '../graph/target.ts';
import { Random } from '../random.ts';
import type { NamedTensors } from '../tensor.ts';
import { bert } from './bert.ts';
import { type BertConfig, bertConfigFile, parseBertConfig } from './bert-config.ts';
import { initialTensor } from './initial-tensor.ts';
import { type TokenInputs, tokenInputs } from './token-inputs.ts';

/** A model that reads tokens: what config.json says of it. */
export type TextModelConfig = BertConfig;

/** The logits of each text [batch, labels], or of each token [batch·sequence, labels] for `token_classification`. */
export function textLogits(graph: Graph, config: TextModelConfig, inputs: TokenInputs): Value {
  return bert(graph, config, inputs).logits;
}

/** Reads the content of a config.json; throws ConfigError naming the field. */
export function parseTextModelConfig(content: unknown): TextModelConfig {
  return parseBertConfig(content);
}

/** The content of config.json. */
export function textModelConfigFile(config: TextModelConfig): Record<string, unknown> {
  return bertConfigFile(config);
}

/** Every parameter of the model that a configuration describes: name, shape and how it starts. */
export function textModelParameters(config: TextModelConfig): ReadonlyMap<string, Parameter> {
  const graph = new Graph(cpu, false);
  textLogits(graph, config, tokenInputs(graph, 'batch', 'sequence'));
  return graph.parameters;
}

/**
 * Parameters to start training from: normal with `initializerRange` for weights, 0 for biases, 1 for LayerNorm, 0 for
 * the row of [PAD], as Transformers starts. The same seed gives the same numbers.
 */
export function initialTextModel(config: TextModelConfig, seed: number): NamedTensors {
  return new Map([...textModelParameters(config)].map(([name, { shape, initial }]) => [name, initialTensor(shape, initial, Random.derive(seed, 'start', name))]));
}

/** Which parameters lie below a layer, counted from 0: the embeddings and the layers before it. */
export function belowLayer(layer: number): (parameter: string) => boolean {
  return (parameter) => {
    if (parameter.startsWith('bert.embeddings.')) return true;
    const found = /^bert\.encoder\.layer\.(\d+)\./.exec(parameter);
    return found !== null && Number(found[1]) < layer;
  };
}
