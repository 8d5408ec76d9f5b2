// The layers that a network may have: their fields as Keras names them, checked and bounded, and the TensorFlow.js layer made of them.
import type { layers } from '@tensorflow/tfjs';
import { z } from 'zod';
import type { Tensorflow } from './engine.ts';

type Layer = layers.Layer;
type Shape = readonly number[];

/** A layer of a network: its kind in snake case, its fields with their defaults filled in. */
export interface LayerDescription {
  readonly kind: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface LayerKind {
  /** Keras's name of the class. */
  readonly className: string;
  readonly fields: z.ZodObject;
  readonly make: (tf: Tensorflow, args: never) => Layer;
  /** How many weights it has for an input without the batch dimension; 0 when left out. */
  readonly weights?: (fields: Fields, input: Shape) => number;
}

type Fields = Readonly<Record<string, number | readonly number[]>>;

const size = (most: number) => z.int().min(1).max(most);
// Without gelu_new: TensorFlow.js writes a model with it that it cannot read.
const activation = z.enum(['linear', 'relu', 'elu', 'relu6', 'sigmoid', 'hard_sigmoid', 'selu', 'softmax', 'softplus', 'softsign', 'tanh', 'swish', 'mish', 'gelu']);
const initializers = ['zeros', 'ones', 'constant', 'glorot_uniform', 'glorot_normal', 'he_uniform', 'he_normal', 'lecun_uniform', 'lecun_normal', 'random_normal', 'random_uniform', 'truncated_normal', 'variance_scaling', 'orthogonal'] as const;
const setting = z.number().optional();
const initializerSchema = z.strictObject({
  name: z.enum(initializers),
  settings: z.strictObject({
    mean: setting, stddev: setting, minval: setting, maxval: setting, value: setting, gain: setting,
    scale: setting, mode: z.enum(['fan_in', 'fan_out', 'fan_avg']).optional(), distribution: z.enum(['normal', 'uniform', 'truncated_normal']).optional().transform((name) => (name === 'truncated_normal' ? 'truncatedNormal' : name)),
  }),
});
/** How a layer's weights start. */
export type InitializerDescription = z.output<typeof initializerSchema>;
const initializer = (fallback: InitializerDescription['name']) => z.preprocess(initializerOf, initializerSchema).prefault(fallback);
const regularizer = z.preprocess(regularizerOf, z.strictObject({ l1: z.number().min(0).max(100).optional(), l2: z.number().min(0).max(100).optional() })).optional();
const weighted = { use_bias: z.boolean().default(true), kernel_initializer: initializer('glorot_uniform'), bias_initializer: initializer('zeros'), kernel_regularizer: regularizer, bias_regularizer: regularizer };
const flag = (only: boolean) => z.literal(only).default(only);
const along = (dimensions: number, most: number, least = 1) => {
  const number = z.int().min(least).max(most);
  return z.preprocess((value) => (typeof value === 'number' ? Array.from({ length: dimensions }, () => value) : value), z.array(number).length(dimensions));
};
const padding = z.enum(['valid', 'same']).default('valid');
const channelsLast = z.literal('channels_last').default('channels_last');

const convolution = (dimensions: number) => z.strictObject({
  filters: size(2_048), kernel_size: along(dimensions, 256), strides: along(dimensions, 256).default(ones(dimensions)), dilation_rate: along(dimensions, 256).default(ones(dimensions)),
  padding: dimensions === 1 ? z.enum(['valid', 'same', 'causal']).default('valid') : padding, groups: z.literal(1).optional(), data_format: channelsLast, activation: activation.default('linear'), ...weighted,
});
const pooling = (dimensions: number) => z.strictObject({ pool_size: along(dimensions, 256).default(ones(dimensions, 2)), strides: along(dimensions, 256).optional(), padding, data_format: channelsLast });
const globalPooling = z.strictObject({ data_format: channelsLast, keepdims: flag(false) });
const recurrent = {
  units: size(2_048), activation: activation.default('tanh'), ...weighted, recurrent_initializer: initializer('orthogonal'),
  // A dropout inside the recurrence takes no seed in TensorFlow.js, so two runs would differ.
  dropout: z.literal(0, 'must be 0 in TensorFlow.js, which takes no seed here; put a dropout layer after this one').default(0),
  recurrent_dropout: z.literal(0, 'must be 0 in TensorFlow.js, which takes no seed here; put a dropout layer after this one').default(0),
  return_sequences: z.boolean().default(false), return_state: flag(false), go_backwards: z.boolean().default(false), stateful: flag(false),
};
const gated = { ...recurrent, recurrent_activation: activation.default('sigmoid') };
const kernelWeights = ({ kernel_size, filters }: Fields, input: Shape) => Object(kernel_size).reduce((product: number, each: number) => product * each, 1) * last(input) * Number(filters) + Number(filters);
const recurrentWeights = (gates: number) => ({ units }: Fields, input: Shape) => gates * Number(units) * (last(input) + Number(units) + 1);

/** Every kind of layer there is, by its name in the short form. */
export const layerKinds: Readonly<Record<string, LayerKind>> = {
  dense: { className: 'Dense', fields: z.strictObject({ units: size(16_384), activation: activation.default('linear'), ...weighted }), make: (tf, args) => tf.layers.dense(args), weights: ({ units }, input) => Number(units) * (last(input) + 1) },
  activation: { className: 'Activation', fields: z.strictObject({ activation }), make: (tf, args) => tf.layers.activation(args) },
  dropout: { className: 'Dropout', fields: z.strictObject({ rate: z.number().min(0).lt(1) }), make: (tf, args) => tf.layers.dropout(args) },
  batch_normalization: { className: 'BatchNormalization', fields: z.strictObject({ axis: axis(), momentum: z.number().min(0).max(1).default(0.99), epsilon: z.number().gt(0).max(1).default(1e-3), center: z.boolean().default(true), scale: z.boolean().default(true), beta_initializer: initializer('zeros'), gamma_initializer: initializer('ones'), moving_mean_initializer: initializer('zeros'), moving_variance_initializer: initializer('ones'), synchronized: flag(false), renorm: flag(false) }), make: (tf, args) => tf.layers.batchNormalization(args) },
  layer_normalization: { className: 'LayerNormalization', fields: z.strictObject({ axis: axis(), epsilon: z.number().gt(0).max(1).default(1e-3), center: z.boolean().default(true), scale: z.boolean().default(true), beta_initializer: initializer('zeros'), gamma_initializer: initializer('ones'), rms_scaling: flag(false) }), make: (tf, args) => tf.layers.layerNormalization(args) },
  flatten: { className: 'Flatten', fields: z.strictObject({ data_format: channelsLast }), make: (tf, args) => tf.layers.flatten(args) },
  reshape: { className: 'Reshape', fields: z.strictObject({ target_shape: z.array(size(1_000_000)).min(1).max(4) }), make: (tf, args) => tf.layers.reshape(args) },
  embedding: { className: 'Embedding', fields: z.strictObject({ input_dim: size(1_000_000), output_dim: size(2_048), embeddings_initializer: initializer('random_uniform'), mask_zero: flag(false) }), make: (tf, args) => tf.layers.embedding(args), weights: ({ input_dim, output_dim }) => Number(input_dim) * Number(output_dim) },
  conv1d: { className: 'Conv1D', fields: convolution(1), make: (tf, args) => tf.layers.conv1d(args), weights: kernelWeights },
  conv2d: { className: 'Conv2D', fields: convolution(2), make: (tf, args) => tf.layers.conv2d(args), weights: kernelWeights },
  max_pooling1d: { className: 'MaxPooling1D', fields: pooling(1), make: (tf, args) => tf.layers.maxPooling1d(args) },
  max_pooling2d: { className: 'MaxPooling2D', fields: pooling(2), make: (tf, args) => tf.layers.maxPooling2d(args) },
  average_pooling1d: { className: 'AveragePooling1D', fields: pooling(1), make: (tf, args) => tf.layers.averagePooling1d(args) },
  average_pooling2d: { className: 'AveragePooling2D', fields: pooling(2), make: (tf, args) => tf.layers.averagePooling2d(args) },
  global_average_pooling1d: { className: 'GlobalAveragePooling1D', fields: globalPooling, make: (tf, args) => tf.layers.globalAveragePooling1d(args) },
  global_max_pooling1d: { className: 'GlobalMaxPooling1D', fields: globalPooling, make: (tf, args) => tf.layers.globalMaxPooling1d(args) },
  simple_rnn: { className: 'SimpleRNN', fields: z.strictObject(recurrent), make: (tf, args) => tf.layers.simpleRNN(args), weights: recurrentWeights(1) },
  lstm: { className: 'LSTM', fields: z.strictObject({ ...gated, unit_forget_bias: z.boolean().default(true) }), make: (tf, args) => tf.layers.lstm(args), weights: recurrentWeights(4) },
  gru: { className: 'GRU', fields: z.strictObject({ ...gated, reset_after: z.literal(false, 'must be false: TensorFlow.js has the GRU of the first paper only').default(false) }), make: (tf, args) => tf.layers.gru(args), weights: recurrentWeights(3) },
};

function ones(dimensions: number, value = 1): number[] {
  return Array.from({ length: dimensions }, () => value);
}

function last(shape: Shape): number {
  return shape.at(-1) ?? 1;
}

/** Keras writes -1, or a list of it. */
function axis() {
  return z.preprocess((value) => (Array.isArray(value) && value.length === 1 ? value[0] : value), z.literal(-1, 'must be -1, the last one').default(-1));
}

/** `"he_normal"`, or Keras's `{"class_name": "HeNormal", "config": {...}}`; a seed in it gives way to that of the node. */
function initializerOf(value: unknown): unknown {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return { name: snakeCase(value), settings: {} };
  if (typeof value === 'object' && value !== null && 'name' in value) return value;
  const { class_name: name, config } = Object(value);
  const settings = Object.fromEntries(Object.entries(Object(config)).filter(([key, setting]) => key !== 'seed' && setting !== null));
  return { name: typeof name === 'string' ? snakeCase(name).replace('le_cun', 'lecun') : name, settings };
}

/** `{"l2": 0.01}`, or Keras's `{"class_name": "L2", "config": {"l2": 0.01}}`. */
function regularizerOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'config' in value ? value.config : value;
}

/** `LayerNormalization`, `layerNormalization` and `layer_normalization` are one name. */
export function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}
