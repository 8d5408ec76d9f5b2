import { Graph } from '../graph/graph.ts';
import { cpu } from '../graph/target.ts';
import { gpt2, gpt2Logits } from '../models/gpt2.ts';
import type { Gpt2Config } from '../models/gpt2-config.ts';
import { emitModel, type ExternalTensor } from '../onnx/emit-model.ts';
import { attentionBias } from '../ops/attention-bias.ts';
import { castToFloat } from '../ops/cast.ts';
import { matmul } from '../ops/matmul.ts';
import { places } from '../ops/places.ts';
import { reshape } from '../ops/reshape.ts';

/**
 * The model that generates, as ONNX: it reads some tokens more and says what comes next.
 *
 * Inputs: `input_ids` int64 [batch, sequence], of which row i holds `new_lengths[i]` tokens and then padding;
 * `past_key_values.L.key` and `.value` of each layer L, [batch, heads, past, H / heads], of which `past_lengths[i]` places are
 * filled. Outputs: `logits` [batch, vocabulary] after the last token of each row, and `present.L.key` and `.value` of the new
 * tokens alone, [batch, heads, sequence, H / heads]. `past` may be 0. The weights stay where `parameters` says; without it they
 * are inputs.
 */
export function generationModel(config: Gpt2Config, parameters?: ReadonlyMap<string, ExternalTensor>): Uint8Array {
  const graph = new Graph(cpu, false);
  const inputIds = graph.input('input_ids', ['batch', 'sequence'], 'int64');
  const column = (value: ReturnType<typeof places>) => graph.node('Unsqueeze', [value, graph.integers([1])], ['batch', 1]);
  const pastLengths = column(graph.input('past_lengths', ['batch'], 'int64'));
  const newLengths = column(graph.input('new_lengths', ['batch'], 'int64'));
  const width = config.hiddenSize / config.attentionHeads;
  const pastStates = Array.from({ length: config.hiddenLayers }, (_, layer) => {
    const state = (part: string) => graph.input(`past_key_values.${layer}.${part}`, ['batch', config.attentionHeads, 'past', width]);
    return { key: state('key'), value: state('value') };
  });

  const lastOf = (lengths: typeof pastLengths) => graph.node('Sub', [lengths, graph.integers([1])], ['batch', 1]);
  const bias = reshape(attentionBias(places(graph, 'past'), lastOf(pastLengths)), ['batch', 1, 1, 'past']);
  const order = places(graph, 'sequence');
  const counted = graph.node('Add', [pastLengths, order], ['batch', 'sequence']);
  const positions = graph.node('Min', [counted, graph.integers([config.maxPositions - 1])], ['batch', 'sequence']); // padding may lie beyond
  const { hidden, layers } = gpt2(graph, config, inputIds, { positions, layers: pastStates.map((state) => ({ ...state, bias })) });

  const isLast = graph.node('Equal', [order, lastOf(newLengths)], ['batch', 'sequence'], { elementType: 'bool' });
  const last = matmul(reshape(castToFloat(isLast), ['batch', 1, 'sequence']), hidden);
  const logits = gpt2Logits(graph, config, reshape(last, ['batch', config.hiddenSize]));
  const present = layers.flatMap(({ key, value }, layer) => [[`present.${layer}.key`, key], [`present.${layer}.value`, value]] as const);
  return emitModel(graph, { outputs: { logits, ...Object.fromEntries(present) }, ...(parameters && { externalParameters: parameters }) });
}
