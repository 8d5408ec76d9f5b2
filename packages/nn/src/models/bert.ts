import type { Graph, Value } from '../graph/graph.ts';
import { dense } from '../layers/dense.ts';
import { normalize } from '../layers/normalize.ts';
import { selfAttention } from '../layers/self-attention.ts';
import { add } from '../ops/add.ts';
import { castToFloat } from '../ops/cast.ts';
import { dropout } from '../ops/dropout.ts';
import { embedding } from '../ops/embedding.ts';
import { gelu } from '../ops/gelu.ts';
import { narrow } from '../ops/narrow.ts';
import { relu } from '../ops/relu.ts';
import { asRows, reshape } from '../ops/reshape.ts';
import { scale } from '../ops/scale.ts';
import { tanh } from '../ops/tanh.ts';
import type { BertConfig } from './bert-config.ts';
import type { TokenInputs } from './token-inputs.ts';

/** What the model computes. */
export interface BertOutputs {
  /** [batch, labels]; for `token_classification` [batch·sequence, labels] */
  readonly logits: Value;
  /** The first token after the embeddings and after each layer, [batch, H]. */
  readonly firstTokens: readonly Value[];
  /** [batch, H]; models that label tokens have no pooler. */
  readonly pooled: Value | undefined;
}

/**
 * BERT (Devlin et al. 2018) with the parameter names of Transformers' `BertForSequenceClassification` and
 * `BertForTokenClassification`. For a whole text, the last layer is computed for the first token only: nothing reads the others.
 */
export function bert(graph: Graph, config: BertConfig, inputs: TokenInputs): BertOutputs {
  const ofTokens = config.task === 'token_classification';
  const { states, pooled } = graph.within('bert', () => {
    const embedded = graph.within('embeddings', () => embeddings(graph, config, inputs));
    const mask = attentionBias(inputs.attentionMask);
    const states = [embedded];
    for (let layer = 0; layer < config.hiddenLayers; layer++) {
      const from = states.at(-1)!;
      const asking = layer === config.hiddenLayers - 1 && !ofTokens ? narrow(from, 1, 1) : from;
      states.push(graph.within(`encoder.layer.${layer}`, () => encoderLayer(graph, config, asking, from, mask)));
    }
    const pooled = ofTokens ? undefined : tanh(dense(graph, 'pooler.dense', firstToken(states.at(-1)!), config.hiddenSize, config.initializerRange));
    return { states, pooled };
  });
  const described = dropout(pooled ?? asRows(states.at(-1)!), config.classifierDropout);
  const logits = dense(graph, 'classifier', described, config.labels.length, config.initializerRange);
  return { logits, firstTokens: states.map(firstToken), pooled };
}

function firstToken(state: Value): Value {
  return reshape(narrow(state, 1, 1), [state.shape[0]!, state.shape[2]!]);
}

function embeddings(graph: Graph, config: BertConfig, { inputIds, tokenTypeIds }: TokenInputs): Value {
  const width = config.hiddenSize;
  const sequence = inputIds.shape[1]!;
  const table = (name: string, rows: number, zeroRow?: number) =>
    graph.parameter(`${name}.weight`, [rows, width], { normal: config.initializerRange, ...(zeroRow !== undefined && { zeroRow }) });
  const words = embedding(table('word_embeddings', config.vocabSize, config.padTokenId), inputIds, config.padTokenId);
  const positions = narrow(table('position_embeddings', config.maxPositions), 0, sequence);
  const types = embedding(table('token_type_embeddings', config.tokenTypes), tokenTypeIds);
  const sum = add(add(words, types), reshape(positions, [1, sequence, width]));
  return dropout(normalize(graph, 'LayerNorm', sum, config.layerNormEpsilon), config.hiddenDropout);
}

/** `asking` [batch, some, H] reads `from` [batch, sequence, H] and is transformed; the result has the shape of `asking`. */
function encoderLayer(graph: Graph, config: BertConfig, asking: Value, from: Value, mask: Value): Value {
  const range = config.initializerRange;
  const residual = (name: string, x: Value, width: number, onto: Value) => graph.within(name, () =>
    normalize(graph, 'LayerNorm', add(dropout(dense(graph, 'dense', x, width, range), config.hiddenDropout), onto), config.layerNormEpsilon));
  const attended = graph.within('attention', () => {
    const context = graph.within('self', () => selfAttention(graph, asking, from, {
      heads: config.attentionHeads, initializerRange: range, dropout: config.attentionDropout, mask,
    }));
    return residual('output', context, config.hiddenSize, asRows(asking));
  });
  const activation = config.hiddenActivation === 'gelu' ? gelu : relu;
  const widened = activation(dense(graph, 'intermediate.dense', attended, config.intermediateSize, range));
  return reshape(residual('output', widened, config.hiddenSize, attended), asking.shape);
}

/** 0 for tokens and the most negative float32 for padding, [batch, 1, 1, sequence], as Transformers adds it to the scores. */
function attentionBias(attentionMask: Value): Value {
  const { graph } = attentionMask;
  const [batch, sequence] = attentionMask.shape;
  const missing = add(castToFloat(attentionMask), graph.float(-1));
  return reshape(scale(missing, largestFloat32), [batch!, 1, 1, sequence!]);
}

const largestFloat32 = 3.4028234663852886e38;
