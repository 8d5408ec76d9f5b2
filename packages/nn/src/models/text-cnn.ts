import type { Graph, Value } from '../graph/graph.ts';
import { dense } from '../layers/dense.ts';
import { castToFloat } from '../ops/cast.ts';
import { concat } from '../ops/concat.ts';
import { dropout } from '../ops/dropout.ts';
import { embedding } from '../ops/embedding.ts';
import { maxAlong } from '../ops/max-along.ts';
import { multiply } from '../ops/multiply.ts';
import { neighbours } from '../ops/neighbours.ts';
import { relu } from '../ops/relu.ts';
import { asRows, reshape } from '../ops/reshape.ts';
import type { TextCnnConfig } from './text-cnn-config.ts';
import type { TokenInputs } from './token-inputs.ts';

/**
 * A convolutional network over tokens (Kim 2014): filters of several widths look at each position, and the strongest answer of each
 * filter speaks for the text. The logits [batch, labels]; for `token_classification` those of each position [batch·sequence, labels].
 * Padding changes nothing.
 */
export function textCnn(graph: Graph, config: TextCnnConfig, { inputIds, attentionMask }: TokenInputs): Value {
  const [batch, sequence] = inputIds.shape;
  const { embeddingSize, filters, padTokenId } = config;
  const table = graph.parameter('embeddings.weight', [config.vocabSize, embeddingSize], { normal: 0.1, zeroRow: padTokenId });
  const words = dropout(embedding(table, inputIds, padTokenId), config.dropout);
  const isToken = reshape(castToFloat(attentionMask), [batch!, sequence!, 1]);
  const features = config.widths.map((width) => graph.within('convolutions', () => {
    const rows = relu(dense(graph, String(width), asRows(neighbours(words, width)), filters));
    return multiply(reshape(rows, [batch!, sequence!, filters]), isToken); // no answer is below 0, so padding never is the strongest
  }));
  const ofTokens = config.task === 'token_classification';
  const [first, ...rest] = ofTokens ? features.map(asRows) : features.map((feature) => maxAlong(feature, 1));
  return dense(graph, 'classifier', dropout(concat([first!, ...rest], 1), config.dropout), config.labels.length);
}
