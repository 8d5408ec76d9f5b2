import type { Graph, Value } from '../graph/graph.ts';
import type { Dim } from '../graph/shape.ts';
import { causalAttention, type PastTokens, type TokenState } from '../layers/causal-attention.ts';
import { normalize } from '../layers/normalize.ts';
import { projection } from '../layers/projection.ts';
import { add } from '../ops/add.ts';
import { attentionBias } from '../ops/attention-bias.ts';
import { dropout } from '../ops/dropout.ts';
import { embedding } from '../ops/embedding.ts';
import { gelu } from '../ops/gelu.ts';
import { geluTanh } from '../ops/gelu-tanh.ts';
import { matmul } from '../ops/matmul.ts';
import { narrow } from '../ops/narrow.ts';
import { places } from '../ops/places.ts';
import { relu } from '../ops/relu.ts';
import { asRows, reshape } from '../ops/reshape.ts';
import type { Gpt2Config } from './gpt2-config.ts';

/** What the model has read before, for generation. */
export interface Gpt2Past {
  /** The position of each new token, int64 [batch, sequence]. */
  readonly positions: Value;
  /** Keys and values of every layer. */
  readonly layers: readonly PastTokens[];
}

/** What the model computes. */
export interface Gpt2Outputs {
  /** The last layer's output after its normalization, [batch, sequence, H]. */
  readonly hidden: Value;
  /** Keys and values of the tokens, layer by layer. */
  readonly layers: readonly TokenState[];
}

/**
 * GPT-2 (Radford et al. 2019) with the parameter names and layouts of Transformers' `GPT2LMHeadModel`. `inputIds` is int64
 * [batch, sequence]. Padding at the end of a row needs no mask: what comes before it never reads it.
 */
export function gpt2(graph: Graph, config: Gpt2Config, inputIds: Value, past?: Gpt2Past): Gpt2Outputs {
  return graph.within('transformer', () => {
    const [, sequence] = inputIds.shape as readonly [Dim, Dim];
    const words = embedding(wordTable(graph, config), inputIds);
    const sum = add(words, positionsOf(graph, config, sequence, past?.positions));
    const order = places(graph, sequence);
    const bias = attentionBias(order, graph.node('Unsqueeze', [order, graph.integers([1])], [sequence, 1]));
    const layers: TokenState[] = [];
    let hidden = dropout(sum, config.embeddingDropout);
    for (let layer = 0; layer < config.hiddenLayers; layer++) {
      const { output, tokens } = graph.within(`h.${layer}`, () => block(graph, config, hidden, bias, past?.layers[layer]));
      hidden = output;
      layers.push(tokens);
    }
    return { hidden: normalize(graph, 'ln_f', hidden, config.layerNormEpsilon), layers };
  });
}

/** The logits of rows [N, H]: [N, vocabulary]. The output layer is the table of word embeddings, read the other way. */
export function gpt2Logits(graph: Graph, config: Gpt2Config, rows: Value): Value {
  return graph.within('transformer', () => matmul(rows, wordTable(graph, config), { transposeB: true }));
}

function wordTable(graph: Graph, config: Gpt2Config) {
  return graph.parameter('wte.weight', [config.vocabSize, config.hiddenSize], { normal: config.initializerRange });
}

function positionsOf(graph: Graph, config: Gpt2Config, sequence: Dim, positions: Value | undefined): Value {
  const table = graph.parameter('wpe.weight', [config.maxPositions, config.hiddenSize], { normal: config.initializerRange });
  if (positions) return embedding(table, positions);
  return reshape(narrow(table, 0, sequence), [1, sequence, config.hiddenSize]);
}

/** One layer: attention and a feed-forward network, each reads the normalized input and is added to it. */
function block(graph: Graph, config: Gpt2Config, x: Value, bias: Value, past: PastTokens | undefined) {
  const { hiddenSize, intermediateSize, layerNormEpsilon, initializerRange } = config;
  const residualRange = initializerRange / Math.sqrt(2 * config.hiddenLayers); // GPT-2's start: the sum over the layers keeps its size
  const plus = (onto: Value, rows: Value) => add(onto, reshape(dropout(rows, config.residualDropout), onto.shape));
  const activation = { gelu_new: geluTanh, gelu, relu }[config.hiddenActivation];

  const normalized = normalize(graph, 'ln_1', x, layerNormEpsilon);
  const attention = graph.within('attn', () => {
    const joined = reshape(projection(graph, 'c_attn', asRows(normalized), 3 * hiddenSize, initializerRange), [...x.shape.slice(0, 2), 3 * hiddenSize]);
    const { context, ...tokens } = causalAttention(joined, { heads: config.attentionHeads, dropout: config.attentionDropout, bias, past });
    return { rows: projection(graph, 'c_proj', context, hiddenSize, residualRange), tokens };
  });
  const attended = plus(x, attention.rows);
  const ready = asRows(normalize(graph, 'ln_2', attended, layerNormEpsilon));
  const thought = graph.within('mlp', () =>
    projection(graph, 'c_proj', activation(projection(graph, 'c_fc', ready, intermediateSize, initializerRange)), hiddenSize, residualRange));
  return { output: plus(attended, thought), tokens: attention.tokens };
}
