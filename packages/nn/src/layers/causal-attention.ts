import type { Value } from '../graph/graph.ts';
import type { Dim } from '../graph/shape.ts';
import { add } from '../ops/add.ts';
import { concat } from '../ops/concat.ts';
import { dropout } from '../ops/dropout.ts';
import { matmul } from '../ops/matmul.ts';
import { asRows, reshape } from '../ops/reshape.ts';
import { softmax } from '../ops/softmax.ts';
import { split } from '../ops/split.ts';
import { transpose } from '../ops/transpose.ts';

/** Keys and values of tokens, each [batch, heads, sequence, H / heads]. */
export interface TokenState {
  readonly key: Value;
  readonly value: Value;
}

/** Keys and values of the tokens before these, each [batch, heads, past, H / heads]. */
export interface PastTokens extends TokenState {
  /** Added to the scores, broadcast to [batch, heads, sequence, past]: very negative where there is no token. */
  readonly bias: Value;
}

/** What causal attention needs to know. */
export interface CausalAttentionOptions {
  readonly heads: number;
  readonly dropout: number;
  /** Added to the scores, broadcast to [batch, heads, sequence, sequence]: very negative where a token may not be read. */
  readonly bias: Value;
  readonly past?: PastTokens | undefined;
}

/**
 * Scaled dot-product attention (Vaswani et al. 2017) of tokens over themselves and the past. `joined` are their queries, keys
 * and values side by side, [batch, sequence, 3·H]; `context` is rows [batch·sequence, H], `key` and `value` are those of the new
 * tokens. The past is read where it lies: no copy of it joins the new keys.
 */
export function causalAttention(joined: Value, { heads, dropout: rate, bias, past }: CausalAttentionOptions): TokenState & { readonly context: Value } {
  const [batch, sequence, triple] = joined.shape as readonly [Dim, Dim, number];
  const width = triple / 3;
  const [query, key, value] = split(asRows(joined), 1, [width, width, width])
    .map((rows) => transpose(reshape(rows, [batch, sequence, heads, width / heads]), [0, 2, 1, 3])) as [Value, Value, Value];
  const score = (keys: Value, added: Value) => add(matmul(query, keys, { transposeB: true, factor: 1 / Math.sqrt(width / heads) }), added);
  const own = score(key, bias);
  const attend = (scores: Value) => dropout(softmax(scores), rate);
  const mixed = past ? overBoth(past) : matmul(attend(own), value);
  return { context: asRows(reshape(transpose(mixed, [0, 2, 1, 3]), [batch, sequence, width])), key, value };

  function overBoth(before: PastTokens): Value {
    const shares = attend(concat([score(before.key, before.bias), own], 3));
    const [ofPast, ofOwn] = split(shares, 3, [before.key.shape[2]!, sequence]) as [Value, Value];
    return add(matmul(ofPast, before.value), matmul(ofOwn, value));
  }
}
