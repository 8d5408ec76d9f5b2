import type { Graph, Value } from '../graph/graph.ts';
import type { Dim } from '../graph/shape.ts';
import { add } from '../ops/add.ts';
import { dropout } from '../ops/dropout.ts';
import { matmul } from '../ops/matmul.ts';
import { asRows, reshape } from '../ops/reshape.ts';
import { softmax } from '../ops/softmax.ts';
import { transpose } from '../ops/transpose.ts';
import { dense } from './dense.ts';

/** What self-attention needs to know. */
export interface SelfAttentionOptions {
  readonly heads: number;
  readonly initializerRange: number;
  readonly dropout: number;
  /** Added to the scores, [batch, 1, 1, sequence]: 0 where a token may be read, very negative where not. */
  readonly mask: Value;
}

/**
 * Scaled dot-product attention (Vaswani et al. 2017) of `asking` [batch, some, H] over `answering` [batch, sequence, H];
 * the result is rows [batch·some, H]. Parameters `query`, `key` and `value`.
 */
export function selfAttention(graph: Graph, asking: Value, answering: Value, options: SelfAttentionOptions): Value {
  const { heads, initializerRange } = options;
  const [batch, , width] = asking.shape as readonly [Dim, Dim, number];
  const headWidth = width / heads;
  const project = (name: string, x: Value) => {
    const sequence = x.shape[1]!;
    const rows = dense(graph, name, asRows(x), width, initializerRange);
    return transpose(reshape(rows, [batch, sequence, heads, headWidth]), [0, 2, 1, 3]);
  };
  const query = project('query', asking);
  const key = project('key', answering);
  const value = project('value', answering);
  const scores = add(matmul(query, key, { transposeB: true, factor: 1 / Math.sqrt(headWidth) }), options.mask);
  const context = matmul(dropout(softmax(scores), options.dropout), value);
  return asRows(reshape(transpose(context, [0, 2, 1, 3]), asking.shape));
}
