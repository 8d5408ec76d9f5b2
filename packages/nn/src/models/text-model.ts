import { Graph, type Parameter, type Value } from '../graph/graph.ts';
import { cpu } from '../graph/target.ts';
import { ConfigError } from '../nn-error.ts';
import type { NamedTensors } from '../tensor.ts';
import { bert } from './bert.ts';
import { type BertConfig, bertConfigFile, parseBertConfig } from './bert-config.ts';
import { initialParameters } from './initial-parameters.ts';
import { textCnn } from './text-cnn.ts';
import { parseTextCnnConfig, type TextCnnConfig, textCnnConfigFile } from './text-cnn-config.ts';
import { type TokenInputs, tokenInputs } from './token-inputs.ts';

/** A model that reads tokens: what config.json says of it. */
export type TextModelConfig = BertConfig | TextCnnConfig;

/** The logits of each text [batch, labels], or of each token [batch·sequence, labels] for `token_classification`. */
export function textLogits(graph: Graph, config: TextModelConfig, inputs: TokenInputs): Value {
  return config.architecture === 'bert' ? bert(graph, config, inputs).logits : textCnn(graph, config, inputs);
}

/** Reads the content of a config.json; throws ConfigError naming the field. */
export function parseTextModelConfig(content: unknown): TextModelConfig {
  const type = typeof content === 'object' && content !== null && 'model_type' in content ? content.model_type : undefined;
  if (type === 'millrace-text-cnn') return parseTextCnnConfig(content);
  if (type === 'bert') return parseBertConfig(content);
  throw new ConfigError(`model_type: this is ${typeof type === 'string' ? `a model of the type "${type}"` : 'no model'}; texts can be read by: bert, millrace-text-cnn.`);
}

/** The content of config.json. */
export function textModelConfigFile(config: TextModelConfig): Record<string, unknown> {
  return config.architecture === 'bert' ? bertConfigFile(config) : textCnnConfigFile(config);
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
  return initialParameters(textModelParameters(config), seed);
}

/** Which parameters lie below a layer, counted from 0: the embeddings and the layers before it. (Of the convolutional network: the embeddings.) */
export function belowLayer(layer: number): (parameter: string) => boolean {
  return (parameter) => {
    if (parameter.startsWith('bert.embeddings.') || parameter === 'embeddings.weight') return true;
    const found = /^bert\.encoder\.layer\.(\d+)\./.exec(parameter);
    return found !== null && Number(found[1]) < layer;
  };
}
