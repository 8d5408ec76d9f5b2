import { Graph, type Parameter, type Value } from '../graph/graph.ts';
import type { Dim } from '../graph/shape.ts';
import { cpu } from '../graph/target.ts';
import { dense } from '../layers/dense.ts';
import { concat } from '../ops/concat.ts';
import { dropout } from '../ops/dropout.ts';
import { embedding } from '../ops/embedding.ts';
import { gelu } from '../ops/gelu.ts';
import { matmul } from '../ops/matmul.ts';
import { relu } from '../ops/relu.ts';
import { tanh } from '../ops/tanh.ts';
import type { NamedTensors } from '../tensor.ts';
import { initialParameters } from './initial-parameters.ts';

export const tabularActivations = ['relu', 'gelu', 'tanh'] as const;

/** A network over the numbers and categories of a row. */
export interface TabularConfig {
  /** How many numbers a row has. */
  readonly numbers: number;
  /** The columns that become embeddings: `rows` ids, of which 0 means missing or unknown, and numbers for each. */
  readonly embeddings: readonly { readonly name: string; readonly rows: number; readonly width: number }[];
  /** The width of each hidden layer; none makes a linear model. */
  readonly hidden: readonly number[];
  readonly activation: (typeof tabularActivations)[number];
  readonly dropout: number;
  /** Logits of that many classes, or one predicted number. A linear model of two classes computes the second logit; the first is 0. */
  readonly outputs: number;
}

/** What the network reads: numbers [batch, numbers], if a row has any, and for each embedding int64 ids [batch]. */
export interface TabularInputs {
  readonly numbers: Value | undefined;
  readonly ids: readonly Value[];
}

/** Declares the inputs `numbers`, `ids_0`, `ids_1`, … */
export function tabularInputs(graph: Graph, { numbers, embeddings }: TabularConfig, batch: Dim): TabularInputs {
  return {
    numbers: numbers > 0 ? graph.input('numbers', [batch, numbers]) : undefined,
    ids: embeddings.map((_, index) => graph.input(`ids_${index}`, [batch], 'int64')),
  };
}

/**
 * A multilayer perceptron, or a linear model, with embeddings of categories beside the numbers (Guo and Berkhahn 2016):
 * [batch, outputs]. Parameters: `columns.<column>.weight`, `layers.<i>.weight` [out, in] and `.bias`, and `output.*`.
 */
export function tabularNetwork(graph: Graph, config: TabularConfig, { numbers, ids }: TabularInputs): Value {
  const embedded = graph.within('columns', () => config.embeddings.map(({ name, rows, width }, index) => graph.within(name, () =>
    embedding(graph.parameter('weight', [rows, width], { normal: 0.1, zeroRow: 0 }), ids[index]!))));
  const [first, ...rest] = [...(numbers ? [numbers] : []), ...embedded];
  if (!first) throw graph.shapeError('tabularNetwork', 'a row must have a number or a category');
  let x = concat([first, ...rest], 1);
  config.hidden.forEach((width, index) => {
    x = dropout(activate(config.activation, dense(graph, `layers.${index}`, x, width)), config.dropout);
  });
  if (config.hidden.length > 0 || config.outputs !== 2) return dense(graph, 'output', x, config.outputs);
  return matmul(dense(graph, 'output', x, 1), graph.floats([0, 1], [1, 2])); // as scikit-learn has it: one set of coefficients
}

/** Parameters to start from: as PyTorch's Linear, embeddings close to 0. The same seed gives the same numbers. */
export function initialTabular(config: TabularConfig, seed: number): NamedTensors {
  return initialParameters(tabularParameters(config), seed);
}

/** Every parameter of the network: name, shape and how it starts. */
export function tabularParameters(config: TabularConfig): ReadonlyMap<string, Parameter> {
  const graph = new Graph(cpu, false);
  tabularNetwork(graph, config, tabularInputs(graph, config, 'batch'));
  return graph.parameters;
}

function activate(activation: TabularConfig['activation'], x: Value): Value {
  switch (activation) {
    case 'relu': return relu(x);
    case 'gelu': return gelu(x);
    case 'tanh': return tanh(x);
    default: return activation satisfies never;
  }
}
