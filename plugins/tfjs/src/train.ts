import { defineNode, port, say, UserError, type Chart, type Metrics, type NodeContext, type TableInput } from '@millrace/sdk';
import { RandomState, type Tables } from '@millrace/tables';
import { z } from 'zod';
import { answerRows } from './answer-rows.ts';
import { buildNetwork, deriveSeed } from './build-network.ts';
import { engineChoice, loadTensorflow, onBackend, type Engine } from './engine.ts';
import { fit, type Examples, type Scores } from './fit.ts';
import { saveNetwork, type NetworkCard } from './model-folder.ts';
import { outOfMemoryInWords } from './out-of-memory.ts';
import { withOutputLayer, type FittedNetwork } from './output-layer.ts';
import { parseNetwork } from './parse-network.ts';
import { featureColumns, readFeatures, readTarget, readTruth, type Target } from './read-examples.ts';
import { measureScaling, scaled, unscaled } from './scaling.ts';
import { scoreAnswers } from './score-answers.ts';
import { withTables } from './with-tables.ts';

const defaultLayers = '[\n  {"dense": {"units": 32, "activation": "relu"}},\n  {"dense": {"units": 16, "activation": "relu"}}\n]';

const params = z.object({
  target: z.string().min(1).meta({ title: 'Target', description: 'The column to predict.', field: 'column', of: 'table' }),
  features: z.array(z.string().min(1)).default([]).meta({ title: 'Features', description: 'The columns to predict it from. All other columns of numbers when empty.', field: 'column', of: 'table' }),
  layers: z.string().min(1).max(1_000_000).default(defaultLayers).meta({ title: 'Layers', description: 'A list of layers as JSON, or what Keras\'s model.to_json() gives. The layer that gives the answer is added if the last one does not fit.', field: 'code', language: 'json' }),
  task: z.enum(['auto', 'classification', 'regression']).default('auto').meta({ title: 'Task', description: '"auto": text, yes or no, and whole numbers of at most twenty values are classes; other numbers are predicted as numbers.' }),
  epochs: z.int().min(1).max(10_000).default(30).meta({ title: 'Epochs', description: 'How often every row is seen.' }),
  batchSize: z.int().min(1).max(65_536).default(32).meta({ title: 'Batch size', description: 'Rows learnt from at once.' }),
  learningRate: z.number().gt(0).max(10).default(0.003).meta({ title: 'Learning rate', description: 'Size of the steps; lower it when the loss jumps.' }),
  optimizer: z.enum(['adam', 'sgd', 'rmsprop']).default('adam').meta({ title: 'Optimizer' }),
  validationShare: z.number().min(0).max(0.9).default(0.1).meta({ title: 'Validation share', description: 'Share of the rows that is held back to watch the training; not used when a validation table is wired.' }),
  standardise: z.boolean().default(true).meta({ title: 'Standardise inputs', description: 'Brings every feature to mean 0 and deviation 1. Turn it off where a layer takes whole numbers, as an embedding does.' }),
  seed: z.int().min(0).max(4_294_967_295).default(42).meta({ title: 'Seed', description: 'The same seed gives the same numbers on the same backend.' }),
});
type TrainParams = z.output<typeof params>;

/** Trains a Keras-style network on a table with TensorFlow.js. */
export const train = defineNode({
  type: 'tfjs.train',
  title: 'Train with TensorFlow.js',
  category: 'Learn',
  description: 'Trains a network of layers, as Keras describes them, on a table of numbers: to tell classes apart or to predict a number.',
  resources: { cpu: 1, memoryMiB: 2_048 },
  inputs: {
    table: port.table({ title: 'Training rows' }),
    validation: port.table({ optional: true, title: 'Validation rows', description: 'Scored after each epoch, never learnt from.' }),
  },
  outputs: { model: port.model({ description: 'For "Predict with TensorFlow.js".' }), metrics: port.metrics(), loss: port.chart({ title: 'Loss curve' }) },
  params,
  async run({ inputs: { table, validation }, params, context }) {
    const parsed = parseNetwork(params.layers);
    const data = await withTables(context, (tables) => readData(tables, table, validation, params, context));
    const fitted = withOutputLayer(parsed, data.target);
    if (fitted.added) context.log('info', `An output layer was added: ${data.target.task === 'classification' ? `softmax over ${data.target.classes.length} classes` : 'one number'}.`);
    checkEmbedding(fitted, data, params.standardise);
    const engine = await loadTensorflow();
    context.log('info', engineChoice(engine));
    return await outOfMemoryInWords(() => onBackend(engine, (message) => context.log('warn', message), () => trainNetwork(engine, fitted, data, params, context)));
  },
});

interface Data {
  readonly card: Omit<NetworkCard, 'head'>;
  readonly target: Target;
  readonly raw: { readonly rows: Float64Array; readonly truth: Float64Array };
  readonly train: Examples;
  readonly validation: (Examples & { readonly raw: { readonly rows: Float64Array; readonly truth: Float64Array } }) | undefined;
}

async function readData(tables: Tables, table: TableInput, validation: TableInput | undefined, params: TrainParams, context: NodeContext): Promise<Data> {
  if (table.rows < 2) throw new UserError(table.rows === 1 ? say`The table has 1 row; learning takes two or more.` : say`The table has ${table.rows} rows; learning takes two or more.`);
  const { features, leftOut } = featureColumns(table, params.target, params.features);
  if (leftOut.length > 0) context.log('info', `Not learnt from, since they hold no numbers: ${leftOut.join(', ')}.`);
  const target = await readTarget(tables, table, params.target, params.task);
  const read = async (from: TableInput) => ({ rows: await readFeatures(tables, from, features), truth: await readTruth(tables, from, params.target, target) });
  const all = await read(table);
  const held = validation ? { learnt: all, kept: await read(validation) } : holdBack(all, features.length, params);
  const scaling = params.standardise ? measureScaling(held.learnt.rows, features.length) : unscaled(features.length);
  const targetScaling = params.standardise && target.task === 'regression' ? measureScaling(held.learnt.truth, 1) : unscaled(1);
  const examples = ({ rows, truth }: Data['raw']): Examples => ({ inputs: scaled(rows, scaling), truth: scaled(truth, targetScaling) });
  context.log('info', `${target.task === 'classification' ? `Telling apart ${target.classes.length} classes of "${params.target}"` : `Predicting the number "${params.target}"`} from ${features.join(', ')}: ${held.learnt.truth.length} rows to learn from, ${held.kept?.truth.length ?? 0} to validate.`);
  return {
    card: { framework: 'tensorflow.js', target: params.target, features, ...(target.task === 'classification' && { classes: [...target.classes] }), scaling: copied(scaling), targetScaling: copied(targetScaling) },
    target, raw: held.learnt, train: examples(held.learnt), validation: held.kept && { ...examples(held.kept), raw: held.kept },
  };
}

function copied({ mean, deviation }: { readonly mean: readonly number[]; readonly deviation: readonly number[] }) {
  return { mean: [...mean], deviation: [...deviation] };
}

/** Splits rows by the seed into those to learn from and those to watch with. */
function holdBack(all: Data['raw'], width: number, { validationShare, seed }: TrainParams): { learnt: Data['raw']; kept: Data['raw'] | undefined } {
  const count = Math.min(Math.round(all.truth.length * validationShare), all.truth.length - 1);
  if (count === 0) return { learnt: all, kept: undefined };
  const order = new RandomState(deriveSeed(seed, 0, 'validation')).permutation(all.truth.length);
  const take = (rows: Int32Array): Data['raw'] => {
    const taken = new Float64Array(rows.length * width);
    rows.forEach((row, at) => taken.set(all.rows.subarray(row * width, (row + 1) * width), at * width));
    return { rows: taken, truth: Float64Array.from(rows, (row) => all.truth[row] ?? NaN) };
  };
  return { learnt: take(order.subarray(count)), kept: take(order.subarray(0, count)) };
}

/** An embedding looks whole numbers up; TensorFlow.js reads beyond its table without a word. */
function checkEmbedding({ network }: FittedNetwork, { raw, validation, card }: Data, standardise: boolean): void {
  const at = network.layers.findIndex(({ kind }) => kind === 'embedding');
  if (at < 0) return;
  if (at > 0 && network.layers.slice(0, at).some(({ kind }) => kind !== 'reshape' && kind !== 'flatten')) throw new UserError(say`Layer ${at + 1} (embedding) must be the first layer: it takes the whole numbers of the columns.`);
  if (standardise) throw new UserError(say`Layer ${at + 1} (embedding) takes whole numbers; turn "Standardise inputs" off.`);
  const size = Number(network.layers[at]?.fields['input_dim']);
  for (const rows of [raw.rows, validation?.raw.rows ?? new Float64Array()]) {
    const bad = rows.findIndex((value) => !Number.isInteger(value) || value < 0 || value >= size);
    if (bad >= 0) throw new UserError(say`Layer ${at + 1} (embedding) takes whole numbers from 0 to ${size - 1}, but "${card.features[bad % card.features.length] ?? ''}" holds ${rows[bad] ?? ''}. Choose other feature columns, or a larger "input_dim".`);
  }
}

async function trainNetwork({ tf }: Engine, { network, head }: FittedNetwork, data: Data, params: TrainParams, context: NodeContext) {
  const built = buildNetwork(tf, network, data.card.features.length, params.seed);
  const { model } = built;
  const points = { training: new Array<[number, number]>(), validation: new Array<[number, number]>() };
  try {
    context.log('info', `The network has ${model.countParams().toLocaleString('en')} weights in ${model.layers.length} layers.`);
    await fit({
      tf, network: built, head, classes: data.card.classes?.length ?? 1, train: data.train, validation: data.validation,
      optimizer: params.optimizer, learningRate: params.learningRate, epochs: params.epochs, batchSize: params.batchSize, seed: params.seed, signal: context.signal,
      onBatch: ({ epoch, step, steps, loss }) => {
        context.metric('loss', loss, step);
        context.progress({ fraction: step / steps, message: `Epoch ${epoch} of ${params.epochs}, step ${step} of ${steps}`, detail: { epoch, epochs: params.epochs, step, steps, loss } });
      },
      onEpoch: (epoch, step, { train, validation }) => {
        points.training.push([epoch, train['loss'] ?? NaN]);
        if (validation) points.validation.push([epoch, validation['loss'] ?? NaN]);
        if (train['accuracy'] !== undefined) context.metric('accuracy', train['accuracy'], step);
        for (const [name, value] of Object.entries(validation ?? {})) context.metric(`validation ${name}`, value, step);
        context.log('info', `Epoch ${epoch}: ${inWords(train)}${validation ? `; validation: ${inWords(validation)}` : ''}.`);
      },
    });
    const card: NetworkCard = { ...data.card, head };
    const scores = async ({ rows, truth }: Data['raw']) => scoreAnswers(await answerRows(tf, model, card, rows, context), truth, data.target.task);
    const learnt = await scores(data.raw);
    const held = data.validation ? await scores(data.validation.raw) : {};
    const metrics: Metrics = { values: { loss: points.training.at(-1)?.[1] ?? null, ...learnt, ...prefixed({ ...(data.validation && { loss: points.validation.at(-1)?.[1] ?? null }), ...held }) } };
    const folder = context.scratch('model');
    await saveNetwork(tf, folder, model, card, { task: data.target.task, training: params, rows: data.raw.truth.length, metrics: metrics.values });
    return {
      model: { path: folder, meta: { architecture: 'TensorFlow.js network', features: data.card.features, ...(data.card.classes && { labels: data.card.classes }) } },
      metrics, loss: lossChart(points),
    };
  } finally {
    model.dispose();
  }
}

function prefixed(values: Metrics['values']): Metrics['values'] {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`validation_${name}`, value]));
}

function lossChart({ training, validation }: { training: [number, number][]; validation: [number, number][] }): Chart {
  return { type: 'line', title: 'Loss', x: 'Epoch', y: 'Loss', series: [{ name: 'training', points: training }, ...(validation.length > 0 ? [{ name: 'validation', points: validation }] : [])] };
}

function inWords(scores: Scores): string {
  return Object.entries(scores).map(([name, value]) => `${name} ${value.toFixed(4)}`).join(', ');
}
