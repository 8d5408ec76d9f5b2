import { z } from 'zod';
import { Graph } from '../graph/graph.ts';
import { cpu } from '../graph/target.ts';
import { tabularActivations, type TabularConfig, tabularInputs, tabularNetwork } from '../models/tabular-network.ts';
import { ConfigError } from '../nn-error.ts';
import { emitModel, type ExternalTensor } from '../onnx/emit-model.ts';
import type { NamedTensors } from '../tensor.ts';
import type { FeatureEncoder } from './feature-encoder.ts';
import { scalerSchema } from './scaler.ts';

const width = z.int().min(1).max(2 ** 24);

/** What config.json of a table model says; the columns are in encoder.json. */
const configSchema = z.object({
  model_type: z.literal('millrace-table'),
  /** The column that is answered, and how: with one of the labels (in the order of the logits), or with a number that `scaler` maps to the network's. */
  task: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('classification'), target: z.string(), labels: z.array(z.string()).min(2) }),
    z.object({ kind: z.literal('regression'), target: z.string(), scaler: scalerSchema }),
  ]),
  network: z.object({ hidden: z.array(width).max(64), activation: z.enum(tabularActivations), dropout: z.number().min(0).lt(1) }),
});
export type TableTask = z.infer<typeof configSchema>['task'];
export type TableNetwork = z.infer<typeof configSchema>['network'];

/** A model that answers rows of a table: what it is and what it has learnt. */
export interface TableModel {
  readonly task: TableTask;
  readonly network: TableNetwork;
  readonly encoder: FeatureEncoder;
  readonly parameters: NamedTensors;
}

/** The content of config.json. */
export function tableConfigFile({ task, network }: Pick<TableModel, 'task' | 'network'>): z.infer<typeof configSchema> {
  return { model_type: 'millrace-table', task, network };
}

/** Reads the content of a config.json; throws ConfigError naming the field. */
export function parseTableConfig(content: unknown): Pick<TableModel, 'task' | 'network'> {
  const parsed = configSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new ConfigError(`This is not the configuration of a model for tables. ${parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`).join('; ')}`);
}

/** The network for the columns of an encoder. */
export function networkFor({ task, network, encoder }: Pick<TableModel, 'task' | 'network' | 'encoder'>): TabularConfig {
  return {
    numbers: encoder.numberNames.length,
    embeddings: encoder.embedded.map(({ name, categories, width: wide }) => ({ name, rows: categories.length + 1, width: wide })),
    ...network,
    outputs: task.kind === 'classification' ? task.labels.length : 1,
  };
}

/**
 * The model that answers, as ONNX: inputs `numbers` (float32 [batch, numbers]) and `ids_0`, … (int64 [batch]) as the encoder makes
 * them, output `logits` [batch, labels] or `prediction` [batch, 1] before the scaling of the target is undone.
 */
export function tableInferenceModel(model: Pick<TableModel, 'task' | 'network' | 'encoder'>, parameters?: ReadonlyMap<string, ExternalTensor>): Uint8Array {
  const graph = new Graph(cpu, false);
  const config = networkFor(model);
  const output = tabularNetwork(graph, config, tabularInputs(graph, config, 'batch'));
  return emitModel(graph, { outputs: { [outputName(model.task)]: output }, ...(parameters && { externalParameters: parameters }) });
}

/** What the graph calls its answer. */
export function outputName({ kind }: TableTask): string {
  return kind === 'classification' ? 'logits' : 'prediction';
}
