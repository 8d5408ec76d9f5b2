import { joined, say, UserError, wordsOfIssue, type Phrase } from '@millrace/sdk';
import { layerKinds, snakeCase, type LayerDescription } from './layer-kinds.ts';

/** A network as described: its layers, and the shape of its input without the batch where the description says it. */
export interface Network {
  readonly layers: readonly LayerDescription[];
  readonly inputShape?: readonly number[];
}

const mostLayers = 100;
// What Keras writes beside a layer's own fields, and what has no say in how it computes.
const bookkeeping = new Set(['name', 'dtype', 'batch_input_shape', 'batch_shape', 'input_shape', 'input_length', 'batch_size', 'sparse', 'ragged', 'optional', 'noise_shape', 'seed', 'implementation', 'unroll', 'time_major', 'zero_output_for_mask', 'use_cudnn']);
const ignorable = new Set(['input_layer']);

/**
 * Reads a network from JSON: what Keras's `model.to_json()` gives for a Sequential model, or a list such as
 * `[{"dense": {"units": 16}}]`. Nothing in it is run: only known layers with known fields are taken. Throws a UserError that
 * names the layer's place and field.
 */
export function parseNetwork(json: string): Network {
  const layers = layerList(parseJson(json));
  if (layers.length > mostLayers) throw new UserError(say`The network has ${layers.length} layers; at most ${mostLayers} are allowed.`);
  let inputShape: readonly number[] | undefined;
  const described = layers.flatMap((layer, index) => {
    const place = say`Layer ${index + 1}`;
    const { name, fields } = named(layer, place);
    if (index === 0) inputShape = shapeIn(fields, place);
    return ignorable.has(kindNamed(name)) ? [] : [describe(name, fields, place)];
  });
  return { layers: described, ...(inputShape && { inputShape }) };
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new UserError(say`The layers are not JSON: ${error instanceof Error ? error.message : String(error)}. Write a list such as [{"dense": {"units": 16, "activation": "relu"}}].`, { cause: error });
  }
}

function layerList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const { class_name: name, config } = Object(value);
  if (typeof name === 'string' && name !== 'Sequential') throw new UserError(say`The network is of the class "${name}"; only "Sequential", one layer after another, can be trained here.`);
  const layers: unknown = Array.isArray(config) ? config : Object(config).layers;
  if (name !== 'Sequential' || !Array.isArray(layers)) throw new UserError(say`The layers must be a list such as [{"dense": {"units": 16, "activation": "relu"}}], or what Keras's model.to_json() gives for a Sequential model.`);
  return layers;
}

/** `{"class_name": "Dense", "config": {…}}` or `{"dense": {…}}`, as a name and fields in snake case that hold something. */
function named(layer: unknown, place: Phrase): { name: string; fields: Record<string, unknown> } {
  const entries = typeof layer === 'object' && layer !== null && !Array.isArray(layer) ? Object.entries(layer) : [];
  const keras: unknown = Object(layer).class_name;
  const [name, fields] = typeof keras === 'string' ? [keras, Object(layer).config ?? {}] : typeof layer === 'string' ? [layer, {}] : entries.length === 1 ? entries[0] ?? [] : [];
  if (name === undefined || typeof fields !== 'object' || fields === null || Array.isArray(fields)) throw new UserError(say`${place} must look like {"dense": {"units": 16}} or {"class_name": "Dense", "config": {"units": 16}}.`);
  return { name, fields: Object.fromEntries(Object.entries(fields).map(([field, value]) => [snakeCase(field), value] as const).filter(([, value]) => value !== null)) };
}

function kindNamed(name: string): string {
  const byClass = Object.entries(layerKinds).find(([, { className }]) => className === name)?.[0];
  return byClass ?? snakeCase(name);
}

function describe(name: string, { trainable, ...fields }: Record<string, unknown>, place: Phrase): LayerDescription {
  const kind = kindNamed(name);
  const definition = Object.hasOwn(layerKinds, kind) ? layerKinds[kind] : undefined;
  if (!definition) {
    const why = kind === 'lambda' ? say`A Lambda layer carries code, and nothing in a network is run as code` : say`Custom layers are not taken`;
    throw new UserError(say`${place} is "${name}", which is not a layer that can be trained here. ${why}; there are: ${Object.keys(layerKinds).join(', ')}.`);
  }
  if (trainable === false) throw new UserError(say`${place} (${kind}) is not trainable; a network starts from fresh weights here, so every layer has to learn. Leave "trainable" out.`);
  const parsed = definition.fields.safeParse(Object.fromEntries(Object.entries(fields).filter(([field]) => !bookkeeping.has(field))));
  if (parsed.success) return { kind, fields: parsed.data };
  throw new UserError(say`${place} (${kind}): ${joined(parsed.error.issues.map((issue) => (issue.path.length > 0 ? say`"${issue.path.join('.')}": ${wordsOfIssue(issue)}` : wordsOfIssue(issue))), '; ')}.`);
}

/** The input shape that the first layer states, without the batch. */
function shapeIn(fields: Record<string, unknown>, place: Phrase): readonly number[] | undefined {
  const batched = fields['batch_input_shape'] ?? fields['batch_shape'];
  const shape: unknown = Array.isArray(batched) ? batched.slice(1) : fields['input_shape'];
  if (shape === undefined) return undefined;
  const sizes = Array.isArray(shape) ? shape.filter((size): size is number => Number.isInteger(size) && size > 0) : [];
  if (!Array.isArray(shape) || sizes.length !== shape.length || sizes.length === 0) throw new UserError(say`${place} has the input shape ${JSON.stringify(shape)}; every size but the batch must be a whole number.`);
  return sizes;
}
