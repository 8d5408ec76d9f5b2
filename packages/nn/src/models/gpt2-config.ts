import { z } from 'zod';
import { ConfigError } from '../nn-error.ts';

/** The size of a GPT-2 language model: what config.json of a `save_pretrained` folder says. */
export interface Gpt2Config {
  readonly vocabSize: number;
  /** Most tokens of a text. */
  readonly maxPositions: number;
  readonly hiddenSize: number;
  readonly hiddenLayers: number;
  readonly attentionHeads: number;
  readonly intermediateSize: number;
  /** `gelu_new` is the approximation by tanh, which GPT-2 has. */
  readonly hiddenActivation: 'gelu_new' | 'gelu' | 'relu';
  readonly embeddingDropout: number;
  readonly attentionDropout: number;
  /** On what each half of a layer adds to its input. */
  readonly residualDropout: number;
  readonly layerNormEpsilon: number;
  readonly initializerRange: number;
  readonly beginTokenId: number | undefined;
  /** The token that ends a text. */
  readonly endTokenId: number | undefined;
}

const size = z.int().min(1).max(2 ** 24);
const rate = z.number().min(0).lt(1);
const token = z.int().min(0).nullish();

const file = z.looseObject({
  model_type: z.literal('gpt2'),
  vocab_size: size.default(50257),
  n_positions: size.default(1024),
  n_embd: size.default(768),
  n_layer: z.int().min(1).max(200).default(12),
  n_head: size.default(12),
  n_inner: size.nullish(),
  activation_function: z.enum(['gelu_new', 'gelu_pytorch_tanh', 'gelu', 'relu']).default('gelu_new'),
  resid_pdrop: rate.default(0.1),
  embd_pdrop: rate.default(0.1),
  attn_pdrop: rate.default(0.1),
  layer_norm_epsilon: z.number().gt(0).default(1e-5),
  initializer_range: z.number().min(0).default(0.02),
  bos_token_id: token,
  eos_token_id: token,
  scale_attn_weights: z.literal(true).optional(),
  scale_attn_by_inverse_layer_idx: z.literal(false).optional(),
  add_cross_attention: z.literal(false).optional(),
  tie_word_embeddings: z.literal(true).optional(),
});

/** Reads the content of a config.json; throws ConfigError naming the field. Missing fields get Transformers' defaults. */
export function parseGpt2Config(content: unknown): Gpt2Config {
  const parsed = file.safeParse(content);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`);
    throw new ConfigError(`This configuration cannot be used. ${issues.join('; ')}`);
  }
  const raw = parsed.data;
  if (raw.n_embd % raw.n_head !== 0) throw new ConfigError(`n_embd ${raw.n_embd} must be a multiple of n_head ${raw.n_head}.`);
  return {
    vocabSize: raw.vocab_size,
    maxPositions: raw.n_positions,
    hiddenSize: raw.n_embd,
    hiddenLayers: raw.n_layer,
    attentionHeads: raw.n_head,
    intermediateSize: raw.n_inner ?? 4 * raw.n_embd,
    hiddenActivation: raw.activation_function === 'gelu_pytorch_tanh' ? 'gelu_new' : raw.activation_function,
    embeddingDropout: raw.embd_pdrop,
    attentionDropout: raw.attn_pdrop,
    residualDropout: raw.resid_pdrop,
    layerNormEpsilon: raw.layer_norm_epsilon,
    initializerRange: raw.initializer_range,
    beginTokenId: inside('bos_token_id', raw.bos_token_id, raw.vocab_size),
    endTokenId: inside('eos_token_id', raw.eos_token_id, raw.vocab_size),
  };
}

/** What people choose when they build a new model; the rest follows. */
export type Gpt2Choices = Pick<Gpt2Config, 'vocabSize'> & Partial<Omit<Gpt2Config, 'vocabSize'>> & { readonly dropout?: number };

/** A configuration for a new model: GPT-2 small with what was chosen. `dropout` sets all three; the intermediate size is 4·hiddenSize unless chosen. */
export function gpt2Config({ dropout = 0.1, ...choices }: Gpt2Choices): Gpt2Config {
  const hiddenSize = choices.hiddenSize ?? 768;
  return parseGpt2Config(gpt2ConfigFile({
    maxPositions: 1024, hiddenSize, hiddenLayers: 12, attentionHeads: Math.max(1, Math.round(hiddenSize / 64)), intermediateSize: 4 * hiddenSize,
    hiddenActivation: 'gelu_new', embeddingDropout: dropout, attentionDropout: dropout, residualDropout: dropout,
    layerNormEpsilon: 1e-5, initializerRange: 0.02, beginTokenId: undefined, endTokenId: undefined,
    ...choices,
  }));
}

/** The content of config.json, as Transformers writes and reads it. */
export function gpt2ConfigFile(config: Gpt2Config): Record<string, unknown> {
  return {
    architectures: ['GPT2LMHeadModel'],
    model_type: 'gpt2',
    dtype: 'float32',
    vocab_size: config.vocabSize,
    n_positions: config.maxPositions,
    n_embd: config.hiddenSize,
    n_layer: config.hiddenLayers,
    n_head: config.attentionHeads,
    n_inner: config.intermediateSize === 4 * config.hiddenSize ? null : config.intermediateSize,
    activation_function: config.hiddenActivation,
    resid_pdrop: config.residualDropout,
    embd_pdrop: config.embeddingDropout,
    attn_pdrop: config.attentionDropout,
    layer_norm_epsilon: config.layerNormEpsilon,
    initializer_range: config.initializerRange,
    bos_token_id: config.beginTokenId ?? null,
    eos_token_id: config.endTokenId ?? null,
    scale_attn_weights: true,
    scale_attn_by_inverse_layer_idx: false,
    tie_word_embeddings: true,
    use_cache: true,
  };
}

function inside(field: string, id: number | null | undefined, vocabSize: number): number | undefined {
  if (id === null || id === undefined) return undefined;
  if (id >= vocabSize) throw new ConfigError(`${field} ${id} lies outside the vocabulary of ${vocabSize}.`);
  return id;
}
