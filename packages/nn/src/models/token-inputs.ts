import type { Graph, Value } from '../graph/graph.ts';
import type { Dim } from '../graph/shape.ts';

/** The tokens a text model reads, int64 [batch, sequence] each. The mask is 1 for a token and 0 for padding. */
export interface TokenInputs {
  readonly inputIds: Value;
  readonly attentionMask: Value;
  readonly tokenTypeIds: Value;
}

/** Declares the three token inputs under the names that Hugging Face exports use. */
export function tokenInputs(graph: Graph, batch: Dim, sequence: Dim): TokenInputs {
  const input = (name: string) => graph.input(name, [batch, sequence], 'int64');
  return { inputIds: input('input_ids'), attentionMask: input('attention_mask'), tokenTypeIds: input('token_type_ids') };
}
