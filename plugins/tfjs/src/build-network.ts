import { createHash } from 'node:crypto';
import { say, UserError, type Phrase } from '@millrace/sdk';
import type { layers, Sequential } from '@tensorflow/tfjs';
import type { Tensorflow } from './engine.ts';
import { layerKinds, type InitializerDescription, type LayerDescription } from './layer-kinds.ts';
import type { Network } from './parse-network.ts';

const mostWeights = 20_000_000;
const mostActivations = 4_000_000;

export interface BuiltNetwork {
  readonly model: Sequential;
  /** Gives the dropout layers other masks, the same at the same step of the same seed. */
  readonly drawDropout: (step: number) => void;
}

/**
 * Makes the network with fresh weights, which follow from the seed. Rows have `features` numbers; where the network wants
 * another shape of as many numbers, they are reshaped. Throws a UserError that names the layer that does not fit.
 */
export function buildNetwork(tf: Tensorflow, network: Network, features: number, seed: number): BuiltNetwork {
  const model = tf.sequential({ name: 'network' });
  const dropouts: { seed: number }[] = [];
  let weights = 0;
  let shape: number[] = [features];
  try {
    for (const [index, description] of withInputShape(network, features).entries()) {
      const place = say`Layer ${index + 1} (${description.kind})`;
      weights += layerKinds[description.kind]?.weights?.(description.fields as never, shape) ?? 0; // the fields were checked by the kind's own schema
      if (weights > mostWeights) throw new UserError(say`${place} brings the network to ${weights.toLocaleString('en')} weights; at most ${mostWeights.toLocaleString('en')} are allowed. Make it smaller.`);
      const layer = makeLayer(tf, description, { name: `${description.kind}_${index + 1}`, ...(index === 0 && { inputShape: shape }) }, (role) => deriveSeed(seed, index, role));
      addLayer(model, layer, place, shape);
      shape = innerShape(model.outputShape);
      if (shape.reduce((product, size) => product * size, 1) > mostActivations) throw new UserError(say`${place} gives ${shape.join(' x ')} numbers for each row, more than ${mostActivations.toLocaleString('en')}. Make it smaller.`);
      // TensorFlow.js keeps the seed of a dropout layer to itself, and would draw the same mask at every step.
      if (description.kind === 'dropout') dropouts.push(layer as unknown as { seed: number });
    }
  } catch (error) {
    if (model.layers.length > 0) model.dispose();
    throw error;
  }
  return { model, drawDropout: (step) => dropouts.forEach((layer, index) => { layer.seed = deriveSeed(seed, index, `dropout ${step}`); }) };
}

/** A positive whole number that belongs to the seed, a place and a role. */
export function deriveSeed(seed: number, index: number, role: string): number {
  return (createHash('sha256').update(`${seed}/${index}/${role}`).digest().readUInt32LE() >>> 1) + 1;
}

function withInputShape({ layers: described, inputShape }: Network, features: number): readonly LayerDescription[] {
  if (!inputShape) return described;
  const size = inputShape.reduce((product, each) => product * each, 1);
  if (size !== features) throw new UserError(say`The network takes ${inputShape.join(' x ')} numbers for each row, but there are ${features} feature columns. Choose ${size} feature columns, or leave the input shape out.`);
  return inputShape.length === 1 ? described : [{ kind: 'reshape', fields: { target_shape: inputShape, data_format: 'channels_last' } }, ...described];
}

function makeLayer(tf: Tensorflow, { kind, fields }: LayerDescription, extra: { name: string; inputShape?: number[] }, seedFor: (role: string) => number): layers.Layer {
  const args = Object.fromEntries(Object.entries(fields).filter(([field]) => !unknownToTensorflow.has(field)).map(([field, value]) => {
    if (field.endsWith('_initializer')) return [camelCase(field), makeInitializer(tf, value as InitializerDescription, seedFor(field))]; // as the schema gave it
    if (field.endsWith('_regularizer') && value !== undefined) return [camelCase(field), tf.regularizers.l1l2({ l1: 0, l2: 0, ...Object(value) })];
    return [camelCase(field), field.endsWith('activation') && value === 'hard_sigmoid' ? 'hardSigmoid' : camelValue(field, value)];
  }));
  const definition = layerKinds[kind];
  if (!definition) throw new RangeError(`There is no layer "${kind}".`);
  return definition.make(tf, { ...args, ...extra } as never); // checked by the kind's own schema
}

// One value only, which Keras writes and TensorFlow.js has no word for.
const unknownToTensorflow = new Set(['groups', 'keepdims', 'synchronized', 'renorm', 'rms_scaling', 'reset_after', 'mask_zero', 'return_state', 'stateful']);

function makeInitializer(tf: Tensorflow, { name, settings }: InitializerDescription, seed: number) {
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined).map(([key, value]) => [key, key === 'mode' ? camelCase(String(value)) : value]));
  const make = { ...tf.initializers, lecunUniform: tf.initializers.leCunUniform, lecunNormal: tf.initializers.leCunNormal }[camelCase(name)] as (args: object) => ReturnType<typeof tf.initializers.zeros>; // the schema's names are its names
  return make({ ...given, seed });
}

function addLayer(model: Sequential, layer: layers.Layer, place: Phrase, shape: readonly number[]): void {
  try {
    model.add(layer);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new UserError(say`${place} does not fit its input of ${shape.join(' x ')} numbers for each row: ${error instanceof Error ? error.message.split('\n')[0] ?? '' : String(error)}`, { cause: error });
  }
}

function innerShape(shape: Sequential['outputShape']): number[] {
  return (shape as (number | null)[]).slice(1).map((size) => size ?? 1); // a Sequential model has one output
}

function camelValue(field: string, value: unknown): unknown {
  return field === 'data_format' && typeof value === 'string' ? 'channelsLast' : value;
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
