import { Graph } from '../graph/graph.ts';
import { cpu } from '../graph/target.ts';
import { type TextModelConfig, textLogits } from '../models/text-model.ts';
import { tokenInputs } from '../models/token-inputs.ts';
import { emitModel, type ExternalTensor } from '../onnx/emit-model.ts';

/**
 * The model that serves, as ONNX: inputs input_ids, attention_mask and token_type_ids (int64 [batch, sequence]),
 * output logits (float32 [batch, labels]). The weights stay where `parameters` says; without it they are inputs.
 */
export function inferenceModel(config: TextModelConfig, parameters?: ReadonlyMap<string, ExternalTensor>): Uint8Array {
  const graph = new Graph(cpu, false);
  const logits = textLogits(graph, config, tokenInputs(graph, 'batch', 'sequence'));
  return emitModel(graph, { outputs: { logits }, ...(parameters && { externalParameters: parameters }) });
}
