import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { load, split } from '@millrace/plugin-data';
import { classifier, regression } from '@millrace/plugin-evaluate';
import { openTextModel, readLanguageModelConfig } from '@millrace/nn';
import { predictTable } from '@millrace/plugin-learn';
import { buildNetwork, loadTensorflow, parseNetwork, predict, train } from '@millrace/plugin-tfjs';
import { UserError, type FileInput, type TableInput } from '@millrace/sdk';
import { runNode } from '@millrace/sdk/testing';
import { TextClassifier } from '@millrace/serving';
import { openTables, type Cell } from '@millrace/tables';

const root = fileURLToPath(new URL('../../..', import.meta.url));
let folder = '';
let weather: { train: TableInput; test: TableInput };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-tfjs-'));
  const loaded = await runNode(load, { params: { path: 'examples/data/seattle-weather.csv' }, root, folder });
  weather = (await runNode(split, { inputs: { table: loaded.outputs.table }, params: { stratify: 'weather' }, folder })).outputs;
});
afterAll(() => rm(folder, { recursive: true }));

async function makeTable(columns: string[], rows: (readonly Cell[])[]): Promise<TableInput> {
  const path = join(await mkdtemp(join(folder, 'table-')), 'table.parquet');
  const tables = await openTables({ threads: 1 });
  try {
    return { kind: 'table', hash: '', ...await tables.writeRows(columns.map((name) => ({ name })), rows, path) };
  } finally {
    await tables.close();
  }
}

/** Two clouds of points, which a straight line tells apart. */
function clouds(rows = 40): Promise<TableInput> {
  return makeTable(['a', 'b', 'side'], Array.from({ length: rows }, (_, row) => [Math.sin(row) + (row % 2) * 4, Math.cos(3 * row), row % 2 === 0 ? 'left' : 'right']));
}

const weights = (model: FileInput<'model'>) => readFile(join(model.path, 'weights.bin'));
const small = { target: 'side', epochs: 2, layers: '[{"dense":{"units":4,"activation":"relu"}},{"dropout":{"rate":0.2}}]' };

describe('tfjs.train', () => {
  test('learns the weather of days it has not seen better than always saying the commonest, and Evaluate classifier reads the answers', async () => {
    const learnt = await runNode(train, { inputs: { table: weather.train }, params: { target: 'weather', epochs: 15 }, folder });
    const answered = await runNode(predict, { inputs: { model: learnt.outputs.model, table: weather.test }, folder });
    const { metrics } = (await runNode(classifier, { inputs: { predictions: answered.outputs.predictions } })).outputs;
    const tables = await openTables({ threads: 1 });
    const truth = await tables.column(weather.test.path, 'weather').finally(() => tables.close());
    const commonest = Math.max(...[...new Set(truth)].map((name) => truth.filter((each) => each === name).length)) / truth.length;
    const accuracy = Number(metrics.value.values['accuracy']);
    expect(accuracy).toBeGreaterThan(commonest + 0.15);
    expect(answered.outputs.predictions.columns.map(({ name }) => name)).toEqual(['date', 'precipitation', 'temp_max', 'temp_min', 'wind', 'weather', 'label', 'predicted', 'score', 'p_drizzle', 'p_fog', 'p_rain', 'p_snow', 'p_sun']);
    expect(learnt.logs.map(({ message }) => message)).toContain('Not learnt from, since they hold no numbers: date.');
    expect(learnt.progress.at(-1)).toMatchObject({ fraction: 1, detail: { epoch: 15, epochs: 15 } });
    expect(learnt.metrics.filter(({ name }) => name === 'validation loss')).toHaveLength(15);
    expect(learnt.outputs.loss.value).toMatchObject({ title: 'Loss', series: [{ name: 'training' }, { name: 'validation' }] });
  });

  test('predicts the warmest hour of days it has not seen far better than the mean', async () => {
    const learnt = await runNode(train, { inputs: { table: weather.train, validation: weather.test }, params: { target: 'temp_max', epochs: 10 }, folder });
    const { predictions } = (await runNode(predict, { inputs: { model: learnt.outputs.model, table: weather.test }, folder })).outputs;
    const { metrics } = (await runNode(regression, { inputs: { predictions } })).outputs;
    expect(Number(metrics.value.values['r2'])).toBeGreaterThan(0.7);
    expect(learnt.outputs.metrics.value.values['validation_rmse']).toBeCloseTo(Number(metrics.value.values['rmse']), 4);
    expect(predictions.columns.at(-1)).toMatchObject({ name: 'predicted', type: 'number' });
  });

  test('gives the same weights for the same seed, dropout and all, and others for another', async () => {
    const table = await clouds();
    const [first, second, other] = await Promise.all([1, 1, 2].map(async (seed) => weights((await runNode(train, { inputs: { table }, params: { ...small, seed }, folder })).outputs.model)));
    expect(second).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test('gives the same weights for a network in the short form and as Keras writes it', async () => {
    const table = await clouds();
    const keras = JSON.stringify({ class_name: 'Sequential', config: { name: 'sequential', layers: [
      { module: 'keras.layers', class_name: 'InputLayer', config: { batch_shape: [null, 2], dtype: 'float32', sparse: false, name: 'input_layer' }, registered_name: null },
      { module: 'keras.layers', class_name: 'Dense', registered_name: null, build_config: { input_shape: [null, 2] }, config: {
        name: 'dense', trainable: true, dtype: { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' }, registered_name: null }, units: 4, activation: 'relu', use_bias: true,
        kernel_initializer: { module: 'keras.initializers', class_name: 'GlorotUniform', config: { seed: null }, registered_name: null }, bias_initializer: { module: 'keras.initializers', class_name: 'Zeros', config: {}, registered_name: null },
        kernel_regularizer: null, bias_regularizer: null, kernel_constraint: null, bias_constraint: null } },
      { class_name: 'Dropout', config: { name: 'dropout', trainable: true, dtype: 'float32', rate: 0.2, seed: null, noise_shape: null } },
    ] }, keras_version: '3.4.1', backend: 'tensorflow' });
    expect(parseNetwork(keras).layers).toEqual(parseNetwork(small.layers).layers);
    const [short, long] = await Promise.all([small.layers, keras].map(async (layers) => weights((await runNode(train, { inputs: { table }, params: { ...small, layers }, folder })).outputs.model)));
    expect(long).toEqual(short);
  });

  test('says which engine it took, and goes to the next backend for a layer that WebAssembly has no gradient of', async () => {
    const table = await clouds(12);
    const layers = '[{"reshape":{"target_shape":[2,1]}},{"conv1d":{"filters":2,"kernel_size":2}},"flatten"]';
    const { logs, metrics } = await runNode(train, { inputs: { table }, params: { ...small, layers }, folder });
    expect(logs).toContainEqual({ level: 'info', message: 'TensorFlow.js computes with @tensorflow/tfjs-backend-wasm. Not taken: @tensorflow/tfjs-node-gpu is not installed; @tensorflow/tfjs-node is not installed.' });
    expect(logs).toContainEqual({ level: 'warn', message: 'The backend "wasm" lacks Conv2DBackpropFilter, which a layer of this network needs; it runs on "cpu" instead, which is slower.' });
    expect(metrics.filter(({ name }) => name === 'loss').map(({ step }) => step)).toEqual([1, 2]);
  });

  test('learns from whole numbers through an embedding, and wants them in range and as they are', async () => {
    const table = await makeTable(['day', 'open'], Array.from({ length: 35 }, (_, row) => [row % 7, row % 7 < 5]));
    const params = { target: 'open', epochs: 20, learningRate: 0.05, validationShare: 0, standardise: false, layers: '[{"embedding":{"input_dim":7,"output_dim":3}},"flatten"]' };
    expect((await runNode(train, { inputs: { table }, params, folder })).outputs.metrics.value.values['accuracy']).toBe(1);
    await expect(runNode(train, { inputs: { table }, params: { ...params, standardise: true } })).rejects.toThrow('turn "Standardise inputs" off');
    await expect(runNode(train, { inputs: { table }, params: { ...params, layers: params.layers.replace('7', '6') } })).rejects.toThrow('takes whole numbers from 0 to 5, but "day" holds 6');
  });

  test('trains recurrent layers on rows that are reshaped to steps', async () => {
    const layers = JSON.stringify({ class_name: 'Sequential', config: [{ class_name: 'LSTM', config: { units: 3, batch_input_shape: [null, 2, 1] } }] });
    const { outputs } = await runNode(train, { inputs: { table: await clouds() }, params: { ...small, layers }, folder });
    expect(outputs.metrics.value.values['loss']).toEqual(expect.any(Number));
  });

  test('keeps a last layer that answers the task, and refuses one that answers another', async () => {
    const table = await clouds();
    const kept = await runNode(train, { inputs: { table }, params: { ...small, layers: '[{"dense":{"units":1,"activation":"sigmoid"}}]' }, folder });
    expect(kept.logs.some(({ message }) => message.startsWith('An output layer was added'))).toBe(false);
    expect((await runNode(predict, { inputs: { model: kept.outputs.model, table }, folder })).outputs.predictions.columns.slice(-2).map(({ name }) => name)).toEqual(['p_left', 'p_right']);
    await expect(runNode(train, { inputs: { table }, params: { ...small, layers: '[{"dense":{"units":5,"activation":"softmax"}}]' } })).rejects.toThrow('The last layer tells 5 classes apart, but the target has 2 (left, right)');
    await expect(runNode(train, { inputs: { table }, params: { target: 'a', layers: '[{"dense":{"units":5,"activation":"softmax"}}]' } })).rejects.toThrow('the target is a number');
  });

  test('stops with the epoch and a remedy when the loss is no longer a number', async () => {
    const table = await makeTable(['a', 'y'], Array.from({ length: 64 }, (_, row) => [row * 1e4, row * 1e4 + 0.5]));
    await expect(runNode(train, { inputs: { table }, params: { target: 'y', standardise: false, optimizer: 'sgd', learningRate: 10, epochs: 50 } })).rejects.toThrow(/The loss became (NaN|Infinity) in epoch \d+, batch \d+: .*Lower the learning rate \(it is 10\)/);
  });

  test('stops between batches when it is cancelled', async () => {
    const controller = new AbortController();
    const running = runNode(train, { inputs: { table: await clouds() }, params: { ...small, epochs: 10_000 }, signal: controller.signal });
    setImmediate(() => setImmediate(() => controller.abort()));
    await expect(running).rejects.toThrow(/abort/i);
  });

  test('refuses missing columns, columns without numbers, missing values and a single class', async () => {
    const table = await makeTable(['a', 'name', 'y'], [[1, 'x', 'p'], [null, 'y', 'q'], [3, 'z', 'p']]);
    const refused = async (params: Parameters<typeof runNode<typeof train.inputs, typeof train.outputs, typeof train.params>>[1], message: string) => {
      const attempt = runNode(train, params);
      await expect(attempt).rejects.toThrow(UserError);
      await expect(attempt).rejects.toThrow(message);
    };
    await refused({ inputs: { table }, params: { target: 'z' } }, 'The target column "z" is missing; the table has: a, name, y.');
    await refused({ inputs: { table }, params: { target: 'y', features: ['b'] } }, 'The feature column "b" is missing');
    await refused({ inputs: { table }, params: { target: 'y', features: ['name'] } }, 'The feature column "name" holds text, not numbers. Take it out of the feature columns, or turn it into numbers with "Clean" first.');
    await refused({ inputs: { table }, params: { target: 'y' } }, 'There are missing or infinite values: "a" in 1 of 3 rows. Fill them or drop those rows with "Clean" first.');
    await refused({ inputs: { table }, params: { target: 'name', task: 'regression' } }, 'holds no numbers');
    await refused({ inputs: { table: await makeTable(['a', 'y'], [[1, 'p'], [2, 'p']]) }, params: { target: 'y' } }, 'has only the value "p"');
    await refused({ inputs: { table: await makeTable(['a', 'y'], [[1, 'p'], [2, null], [3, 'q']]) }, params: { target: 'y' } }, 'is missing or infinite in 1 of 3 rows');
  });
});

describe('layers', () => {
  const steps = { reshape: { target_shape: [4, 1] } };
  const picture = { reshape: { target_shape: [2, 2, 1] } };
  test.each<[string, unknown[]]>([
    ['dense with a start and a pull of its own', [{ dense: { units: 3, kernelInitializer: 'he_normal', kernel_regularizer: { l2: 0.01 }, activation: 'hard_sigmoid' } }]],
    ['a start as TensorFlow.js writes it', [{ dense: { units: 3, kernel_initializer: { class_name: 'VarianceScaling', config: { scale: 1, mode: 'fan_avg', distribution: 'truncated_normal', seed: null } } } }]],
    ['starts with settings', [{ dense: { units: 3, kernel_initializer: { class_name: 'RandomNormal', config: { mean: 0, stddev: 0.1, seed: 7 } }, bias_initializer: { class_name: 'Constant', config: { value: 0.5 } } } }, { activation: { activation: 'gelu' } }]],
    ['normalization', [{ dense: { units: 3 } }, 'batch_normalization', { activation: { activation: 'swish' } }, 'layer_normalization']],
    ['conv1d and pooling', [steps, { conv1d: { filters: 2, kernel_size: 2, padding: 'same' } }, 'max_pooling1d', 'average_pooling1d', 'flatten']],
    ['global pooling', [steps, 'global_average_pooling1d']],
    ['global max pooling', [steps, 'global_max_pooling1d']],
    ['conv2d and pooling', [picture, { conv2d: { filters: 2, kernel_size: 2, padding: 'same' } }, 'max_pooling2d', 'flatten']],
    ['average pooling of pictures', [picture, 'average_pooling2d', 'flatten']],
    ['recurrent layers', [steps, { gru: { units: 2, return_sequences: true } }, { simple_rnn: { units: 2 } }]],
  ])('%s: train, give finite answers, and the same ones once loaded', async (_, layers) => {
    const table = await makeTable(['a', 'b', 'c', 'd', 'y'], Array.from({ length: 12 }, (_row, row) => [Math.sin(row), row % 3, Math.cos(row), row % 2, row / 2]));
    const learnt = await runNode(train, { inputs: { table }, params: { target: 'y', epochs: 1, validationShare: 0, layers: JSON.stringify(layers) }, folder });
    const { predictions } = (await runNode(predict, { inputs: { model: learnt.outputs.model, table }, folder })).outputs;
    const { metrics } = (await runNode(regression, { inputs: { predictions } })).outputs;
    expect(metrics.value.values['rmse']).toBeCloseTo(Number(learnt.outputs.metrics.value.values['rmse']), 5);
  });

  test('a dropout layer drops others at every step', async () => {
    const { tf } = await loadTensorflow();
    const { model, drawDropout } = buildNetwork(tf, parseNetwork('[{"dropout":{"rate":0.5}}]'), 64, 1);
    const drawn = [0, 1, 0].map((step) => {
      drawDropout(step);
      return [...Object(model.layers[0]?.apply(tf.ones([1, 64]), { training: true })).dataSync()];
    });
    model.dispose();
    expect(drawn[0]).not.toEqual(drawn[1]);
    expect(drawn[2]).toEqual(drawn[0]);
  });
});

describe('a network as JSON', () => {
  test.each([
    ['{', 'The layers are not JSON'],
    ['{"class_name":"Functional","config":{"layers":[]}}', 'of the class "Functional"; only "Sequential"'],
    ['[{"dense":{"units":4}},{"lambda":{"function":"x"}}]', 'Layer 2 is "lambda", which is not a layer that can be trained here. A Lambda layer carries code'],
    ['[{"class_name":"Lambda","config":{"function":{"class_name":"__lambda__"}}}]', 'Layer 1 is "Lambda"'],
    ['[{"class_name":"MyLayer","config":{}}]', 'Custom layers are not taken; there are: dense'],
    ['[{"constructor":{}}]', 'Layer 1 is "constructor"'],
    ['[{"dense":{"units":0}}]', 'Layer 1 (dense): "units"'],
    ['[{"dense":{"units":1e9}}]', 'Layer 1 (dense): "units"'],
    ['[{"dense":{"units":4,"activation":"relux"}}]', 'Layer 1 (dense): "activation"'],
    ['[{"dense":{"units":4,"kernel_constraint":{"max_norm":1}}}]', 'kernel_constraint'],
    ['[{"gru":{"units":4,"reset_after":true}}]', 'must be false'],
    ['[{"lstm":{"units":4,"dropout":0.5}}]', 'put a dropout layer after this one'],
    ['[{"dense":{"units":4,"trainable":false}}]', 'not trainable'],
    ['[5]', 'Layer 1 must look like'],
    [JSON.stringify(Array.from({ length: 101 }, () => 'flatten')), '101 layers; at most 100'],
  ])('%s is refused in words', (json, message) => {
    expect(() => parseNetwork(json)).toThrow(UserError);
    expect(() => parseNetwork(json)).toThrow(message);
  });

  test('is refused when it does not fit the columns or grows too large', async () => {
    const table = await clouds();
    const attempt = (layers: string) => runNode(train, { inputs: { table }, params: { ...small, layers } });
    await expect(attempt('[{"lstm":{"units":4}}]')).rejects.toThrow('Layer 1 (lstm) does not fit its input of 2 numbers for each row');
    await expect(attempt('[{"dense":{"units":16384}},{"dense":{"units":16384}}]')).rejects.toThrow('at most 20,000,000 are allowed');
    await expect(attempt('{"class_name":"Sequential","config":[{"class_name":"Dense","config":{"units":4,"batch_input_shape":[null,3]}}]}')).rejects.toThrow('The network takes 3 numbers for each row, but there are 2 feature columns');
  });
});

describe('the engine', () => {
  test('falls through to WebAssembly where the native ones are installed but do not load', async () => {
    for (const name of ['tfjs-node-gpu', 'tfjs-node']) {
      const place = join(folder, 'broken', 'node_modules', '@tensorflow', name);
      await mkdir(place, { recursive: true });
      await writeFile(join(place, 'index.js'), "throw new Error('The Node.js native addon module (tfjs_binding.node) can not be found at path: /nowhere.');");
    }
    const { name, backends, passedOver } = await loadTensorflow(join(folder, 'broken', 'index.js'));
    const why = 'did not load (The Node.js native addon module (tfjs_binding.node) can not be found at path: /nowhere)';
    expect({ name, backends, passedOver }).toEqual({ name: '@tensorflow/tfjs-backend-wasm', backends: ['wasm', 'cpu'], passedOver: [`@tensorflow/tfjs-node-gpu ${why}`, `@tensorflow/tfjs-node ${why}`] });
  });

  test('is the native one where it loads', async () => {
    const place = join(folder, 'native', 'node_modules', '@tensorflow', 'tfjs-node');
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'index.js'), 'module.exports = {};');
    expect(await loadTensorflow(join(folder, 'native', 'index.js'))).toMatchObject({ name: '@tensorflow/tfjs-node', backends: ['tensorflow', 'cpu'], passedOver: ['@tensorflow/tfjs-node-gpu is not installed'] });
  });
});

describe('a model of the one kind on a node for the other', () => {
  test('a TensorFlow.js network is refused in words where a text model or another table model is asked for, and when it is deployed', async () => {
    const { model } = (await runNode(train, { inputs: { table: await clouds() }, params: small, folder })).outputs;
    const words = 'This model is a TensorFlow.js network: it answers rows of a table. "Predict with TensorFlow.js" lets it answer; it cannot be served yet.';
    await expect(openTextModel(model.path)).rejects.toThrow(words);
    await expect(readLanguageModelConfig(model.path)).rejects.toThrow(words);
    await expect(TextClassifier.open(model.path)).rejects.toThrow(words);
    await expect(runNode(predictTable, { inputs: { model, table: await clouds() } })).rejects.toThrow(words);
  });

  test('tfjs.predict refuses what is no TensorFlow.js network, and a table without its features', async () => {
    const { model } = (await runNode(train, { inputs: { table: await clouds() }, params: small, folder })).outputs;
    await expect(runNode(predict, { inputs: { model, table: await makeTable(['a'], [[1]]) } })).rejects.toThrow('The feature column "b" is missing; the table has: a.');
    await expect(runNode(predict, { inputs: { model: { ...model, path: folder }, table: await clouds() } })).rejects.toThrow('This model is not a TensorFlow.js network');
    await expect(runNode(predict, { inputs: { model, table: await makeTable(['a', 'b', 'p_x'], [[1, 2, 3]]) } })).rejects.toThrow('The table has the column "p_x", which the predictions need');
  });
});
