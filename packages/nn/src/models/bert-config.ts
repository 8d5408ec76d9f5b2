import { z } from 'zod';
import { ConfigError } from '../nn-error.ts';
import type { Task } from '../training/targets.ts';
import { checkLabels } from './check-labels.ts';

/** The size, task and labels of a BERT model: what config.json of a `save_pretrained` folder says. */
export interface BertConfig {
  readonly architecture: 'bert';
  readonly task: Task;
  readonly vocabSize: number;
  readonly hiddenSize: number;
  readonly hiddenLayers: number;
  readonly attentionHeads: number;
  readonly intermediateSize: number;
  readonly hiddenActivation: 'gelu' | 'relu';
  readonly hiddenDropout: number;
  readonly attentionDropout: number;
  readonly classifierDropout: number;
  readonly maxPositions: number;
  readonly tokenTypes: number;
  readonly initializerRange: number;
  readonly layerNormEpsilon: number;
  readonly padTokenId: number;
  /** The name of each class (or number), in the order of the logits. */
  readonly labels: readonly string[];
}

const size = z.int().min(1).max(2 ** 24);
const rate = z.number().min(0).lt(1);

const file = z.looseObject({
  model_type: z.literal('bert'),
  vocab_size: size.default(30522),
  hidden_size: size.default(768),
  num_hidden_layers: z.int().min(1).max(200).default(12),
  num_attention_heads: size.default(12),
  intermediate_size: size.default(3072),
  hidden_act: z.enum(['gelu', 'relu']).default('gelu'),
  hidden_dropout_prob: rate.default(0.1),
  attention_probs_dropout_prob: rate.default(0.1),
  classifier_dropout: rate.nullish(),
  max_position_embeddings: size.default(512),
  type_vocab_size: size.default(2),
  initializer_range: z.number().min(0).default(0.02),
  layer_norm_eps: z.number().gt(0).default(1e-12),
  pad_token_id: z.int().min(0).nullish(),
  id2label: z.record(z.string(), z.string()).optional(),
  num_labels: z.int().min(1).optional(),
  position_embedding_type: z.literal('absolute').optional(),
  architectures: z.array(z.string()).nullish(),
  problem_type: z.enum(['single_label_classification', 'multi_label_classification', 'regression']).nullish(),
  is_decoder: z.literal(false).optional(),
});

/** Reads the content of a config.json; throws ConfigError naming the field. Missing fields get Transformers' defaults. */
export function parseBertConfig(content: unknown): BertConfig {
  const parsed = file.safeParse(content);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`);
    throw new ConfigError(`This configuration cannot be used. ${issues.join('; ')}`);
  }
  const raw = parsed.data;
  const labels = labelsOf(raw.id2label, raw.num_labels ?? 2);
  return checkBertConfig({
    architecture: 'bert',
    task: taskOf(raw, labels.length),
    vocabSize: raw.vocab_size,
    hiddenSize: raw.hidden_size,
    hiddenLayers: raw.num_hidden_layers,
    attentionHeads: raw.num_attention_heads,
    intermediateSize: raw.intermediate_size,
    hiddenActivation: raw.hidden_act,
    hiddenDropout: raw.hidden_dropout_prob,
    attentionDropout: raw.attention_probs_dropout_prob,
    classifierDropout: raw.classifier_dropout ?? raw.hidden_dropout_prob,
    maxPositions: raw.max_position_embeddings,
    tokenTypes: raw.type_vocab_size,
    initializerRange: raw.initializer_range,
    layerNormEpsilon: raw.layer_norm_eps,
    padTokenId: raw.pad_token_id ?? 0,
    labels,
  });
}

/** What people choose when they build a new model; the rest follows. */
export type BertChoices = Pick<BertConfig, 'vocabSize' | 'labels'> & Partial<BertConfig>;

/** A configuration for a new model: BERT-base with what was chosen. The intermediate size is 4·hiddenSize unless chosen. */
export function bertConfig(choices: BertChoices): BertConfig {
  const hiddenSize = choices.hiddenSize ?? 768;
  const hiddenDropout = choices.hiddenDropout ?? 0.1;
  return parseBertConfig(bertConfigFile({
    architecture: 'bert', task: 'single_label_classification', hiddenSize, hiddenLayers: 12, attentionHeads: Math.max(1, Math.round(hiddenSize / 64)), intermediateSize: 4 * hiddenSize,
    hiddenActivation: 'gelu', hiddenDropout, attentionDropout: hiddenDropout, classifierDropout: hiddenDropout,
    maxPositions: 512, tokenTypes: 2, initializerRange: 0.02, layerNormEpsilon: 1e-12, padTokenId: 0,
    ...choices,
  }));
}

/** The content of config.json, as Transformers writes and reads it. */
export function bertConfigFile(config: BertConfig): Record<string, unknown> {
  return {
    architectures: [config.task === 'token_classification' ? tokenArchitecture : 'BertForSequenceClassification'],
    model_type: 'bert',
    dtype: 'float32',
    vocab_size: config.vocabSize,
    hidden_size: config.hiddenSize,
    num_hidden_layers: config.hiddenLayers,
    num_attention_heads: config.attentionHeads,
    intermediate_size: config.intermediateSize,
    hidden_act: config.hiddenActivation,
    hidden_dropout_prob: config.hiddenDropout,
    attention_probs_dropout_prob: config.attentionDropout,
    classifier_dropout: config.classifierDropout,
    max_position_embeddings: config.maxPositions,
    type_vocab_size: config.tokenTypes,
    initializer_range: config.initializerRange,
    layer_norm_eps: config.layerNormEpsilon,
    pad_token_id: config.padTokenId,
    position_embedding_type: 'absolute',
    ...(config.task !== 'token_classification' && { problem_type: config.task }),
    id2label: Object.fromEntries(config.labels.map((label, id) => [id, label])),
    label2id: Object.fromEntries(config.labels.map((label, id) => [label, id])),
  };
}

function checkBertConfig(config: BertConfig): BertConfig {
  if (config.hiddenSize % config.attentionHeads !== 0) {
    throw new ConfigError(`hidden_size ${config.hiddenSize} must be a multiple of num_attention_heads ${config.attentionHeads}.`);
  }
  if (config.padTokenId >= config.vocabSize) {
    throw new ConfigError(`pad_token_id ${config.padTokenId} lies outside the vocabulary of ${config.vocabSize}.`);
  }
  checkLabels(config.task, config.labels);
  return config;
}

const tokenArchitecture = 'BertForTokenClassification';

/** As Transformers works it out: one label means a number. */
function taskOf({ architectures, problem_type: problem }: z.infer<typeof file>, labels: number): Task {
  if (architectures?.includes(tokenArchitecture)) return 'token_classification';
  return problem ?? (labels === 1 ? 'regression' : 'single_label_classification');
}

function labelsOf(id2label: Readonly<Record<string, string>> | undefined, count: number): string[] {
  if (!id2label) return Array.from({ length: count }, (_, id) => `LABEL_${id}`);
  return Object.keys(id2label).map((_, id) => {
    const label = Object.hasOwn(id2label, String(id)) ? id2label[String(id)] : undefined;
    if (label === undefined) throw new ConfigError(`id2label: the ids must count from 0; ${id} is missing.`);
    return label;
  });
}
