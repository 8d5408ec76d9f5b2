// Every operation on random numbers: its value and its gradients.
import {
  add, affine, attentionBias, averagePool1d, averagePool2d, binaryCrossEntropy, broadcastTo, concat, conv1d, conv2d, crossEntropy,
  crossEntropyLoss, denseGradients, type Device, dropout, embedding, gelu, geluTanh, gradients, Graph, layerNorm, linear, logSoftmax, matmul, maxAlong,
  maxPool1d, maxPool2d, meanSquaredError, multiply, narrow, neighbours, type Parameter, places, Random, relu, reshape, scale, sigmoid, softmax, split,
  sumTo, tanh, type Target, transpose, type Value,
} from '@millrace/nn';
import { bindGraph } from './evaluate-graph.ts';

/** An operation, and the shapes of what it reads. */
export interface Case {
  readonly name: string;
  readonly shapes: readonly (readonly number[])[];
  readonly build: (inputs: readonly Parameter[], graph: Graph) => Value;
}

/** Every differentiable operation. */
export const cases: readonly Case[] = [
  { name: 'add', shapes: [[2, 3], [2, 3]], build: ([a, b]) => add(a!, b!) },
  { name: 'add, broadcast both ways', shapes: [[4, 1, 3], [2, 1]], build: ([a, b]) => add(a!, b!) },
  { name: 'add a value to itself', shapes: [[2, 3]], build: ([a]) => add(a!, a!) },
  { name: 'multiply', shapes: [[2, 3], [2, 3]], build: ([a, b]) => multiply(a!, b!) },
  { name: 'multiply, broadcast', shapes: [[5, 2, 3], [3]], build: ([a, b]) => multiply(a!, b!) },
  { name: 'multiply a value with itself', shapes: [[2, 3]], build: ([a]) => multiply(a!, a!) },
  { name: 'scale', shapes: [[2, 3]], build: ([a]) => scale(a!, -1.7) },
  { name: 'sumTo', shapes: [[2, 3, 4]], build: ([a]) => sumTo(a!, [3, 1]) },
  { name: 'sumTo a scalar', shapes: [[2, 3]], build: ([a]) => sumTo(a!, []) },
  { name: 'broadcastTo', shapes: [[3, 1]], build: ([a]) => broadcastTo(a!, [2, 3, 4]) },
  { name: 'matmul', shapes: [[2, 3, 4, 5], [2, 3, 5, 6]], build: ([a, b]) => matmul(a!, b!) },
  { name: 'matmul, first transposed', shapes: [[2, 5, 4], [2, 5, 6]], build: ([a, b]) => matmul(a!, b!, { transposeA: true, factor: 0.3 }) },
  { name: 'matmul, second transposed', shapes: [[2, 4, 5], [2, 6, 5]], build: ([a, b]) => matmul(a!, b!, { transposeB: true, factor: 0.3 }) },
  { name: 'matmul, both transposed', shapes: [[2, 5, 4], [2, 6, 5]], build: ([a, b]) => matmul(a!, b!, { transposeA: true, transposeB: true }) },
  { name: 'matmul, broadcast', shapes: [[2, 1, 4, 5], [3, 5, 6]], build: ([a, b]) => matmul(a!, b!) },
  { name: 'matmul, broadcast and transposed', shapes: [[5, 4], [2, 3, 6, 5]], build: ([a, b]) => matmul(a!, b!, { transposeA: true, transposeB: true, factor: 0.3 }) },
  { name: 'linear', shapes: [[3, 4], [5, 4], [5]], build: ([x, w, b]) => linear(x!, w!, b!) },
  { name: 'affine', shapes: [[3, 4], [4, 5], [5]], build: ([x, w, b]) => affine(x!, w!, b!) },
  { name: 'split, every part read', shapes: [[2, 6]], build: ([x]) => { const [a, b, c] = split(x!, 1, [2, 2, 2]); return add(multiply(a!, b!), c!); } },
  { name: 'split, one part not read', shapes: [[5, 3]], build: ([x]) => multiply(split(x!, 0, [1, 3, 1])[1]!, split(x!, 0, [1, 3, 1])[2]!) },
  {
    name: 'softmax of scores that may only read what came before', shapes: [[2, 3, 3]],
    build: ([x], graph) => { const order = places(graph, 3); return softmax(add(x!, attentionBias(order, reshape(order, [3, 1])))); },
  },
  { name: 'layerNorm', shapes: [[3, 6], [6], [6]], build: ([x, w, b]) => layerNorm(x!, w!, b!, 1e-3) },
  { name: 'layerNorm over three axes', shapes: [[2, 3, 6], [6], [6]], build: ([x, w, b]) => layerNorm(x!, w!, b!, 1e-12) },
  { name: 'softmax', shapes: [[2, 3, 5]], build: ([x]) => softmax(x!) },
  { name: 'softmax along the first axis', shapes: [[4, 3]], build: ([x]) => softmax(x!, 0) },
  { name: 'logSoftmax', shapes: [[2, 3, 5]], build: ([x]) => logSoftmax(x!) },
  { name: 'logSoftmax along the second axis', shapes: [[2, 5, 3]], build: ([x]) => logSoftmax(x!, 1) },
  { name: 'sigmoid', shapes: [[3, 4]], build: ([x]) => sigmoid(x!) },
  { name: 'geluTanh', shapes: [[3, 7]], build: ([x]) => geluTanh(scale(x!, 2.5)) },
  { name: 'gelu', shapes: [[3, 7]], build: ([x]) => gelu(scale(x!, 2.5)) },
  { name: 'tanh', shapes: [[3, 4]], build: ([x]) => tanh(x!) },
  { name: 'relu', shapes: [[3, 4]], build: ([x]) => relu(x!) },
  { name: 'reshape', shapes: [[2, 6]], build: ([x]) => reshape(x!, [3, 4]) },
  { name: 'transpose', shapes: [[2, 3, 4]], build: ([x]) => transpose(x!, [2, 0, 1]) },
  { name: 'narrow', shapes: [[2, 5, 3]], build: ([x]) => narrow(x!, 1, 2) },
  { name: 'neighbours', shapes: [[2, 4, 3]], build: ([x]) => neighbours(x!, 5) },
  { name: 'maxAlong', shapes: [[2, 4, 3]], build: ([x]) => maxAlong(x!, 1) },
  { name: 'concat', shapes: [[2, 3], [2, 1], [2, 2]], build: ([a, b, c]) => concat([a!, b!, c!], 1) },
  { name: 'concat a value with itself along the first axis', shapes: [[2, 3]], build: ([a]) => concat([a!, a!], 0) },
  { name: 'embedding, with repeated rows', shapes: [[5, 3]], build: ([table], graph) => embedding(table!, graph.integers([4, 0, 4, 4, 2, 0], [2, 3])) },
  { name: 'embedding, with repeated rows of a large table', shapes: [[40, 3]], build: ([table], graph) => embedding(table!, graph.integers([7, 0, 7, 7, 39, 0, 7], [7])) },
  { name: 'dropout', shapes: [[4, 6]], build: ([x]) => dropout(x!, 0.25) },
  {
    name: 'crossEntropy, one row without weight', shapes: [[4, 3]],
    build: ([logits], graph) => crossEntropy(logits!, graph.integers([2, 0, 1, 1]), graph.floats([0.5, 0.25, 0, 0.25])),
  },
  {
    name: 'crossEntropyLoss, with class weights, smoothing and an ignored row', shapes: [[4, 3]],
    build: ([logits], graph) => crossEntropyLoss(logits!, graph.integers([2, 0, 1, 1]), { classWeights: [0.5, 2, 1.5], labelSmoothing: 0.2, ignoreIndex: 0 }),
  },
  {
    name: 'crossEntropyLoss of sequences, without reduction', shapes: [[2, 3, 4]],
    build: ([logits], graph) => crossEntropyLoss(logits!, graph.integers([2, 0, -100, 1, 1, 1, 0, -100], [2, 4]), { reduction: 'none', labelSmoothing: 0.1 }),
  },
  { name: 'binaryCrossEntropy', shapes: [[2, 3]], build: ([logits], graph) => binaryCrossEntropy(logits!, graph.floats([0, 1, 0.25, 1, 0, 0.5], [2, 3])) },
  {
    name: 'binaryCrossEntropy, one row without weight', shapes: [[2, 3]],
    build: ([logits], graph) => binaryCrossEntropy(logits!, graph.floats([0, 1, 0.25, 1, 0, 0.5], [2, 3]), graph.floats([0.5, 0], [2, 1])),
  },
  { name: 'meanSquaredError', shapes: [[3, 2], [3, 2]], build: ([x, y]) => meanSquaredError(x!, y!) },
  { name: 'meanSquaredError, weighted', shapes: [[3, 2], [3, 2]], build: ([x, y], graph) => meanSquaredError(x!, y!, graph.floats([0.5, 0, 0.2], [3, 1])) },
  { name: 'maxPool1d', shapes: [[2, 3, 7]], build: ([x]) => maxPool1d(x!, 2) },
  { name: 'maxPool1d, overlapping, padded and dilated', shapes: [[2, 3, 9]], build: ([x]) => maxPool1d(x!, 3, { stride: 2, padding: 1, dilation: 2 }) },
  { name: 'maxPool2d, overlapping, padded and to the end', shapes: [[2, 2, 6, 7]], build: ([x]) => maxPool2d(x!, [3, 2], { stride: 2, padding: [1, 0], ceilMode: true }) },
  { name: 'averagePool1d', shapes: [[2, 3, 7]], build: ([x]) => averagePool1d(x!, 2) },
  { name: 'averagePool1d with gaps', shapes: [[2, 3, 9]], build: ([x]) => averagePool1d(x!, 2, { stride: 4 }) },
  { name: 'conv1d', shapes: [[2, 3, 7], [4, 3, 2], [4]], build: ([x, w, b]) => conv1d(x!, w!, b!) },
  { name: 'conv1d without bias, in groups, with gaps', shapes: [[2, 4, 9], [6, 2, 2]], build: ([x, w]) => conv1d(x!, w!, undefined, { stride: 3, groups: 2 }) },
  {
    name: 'conv2d, strided, padded and dilated', shapes: [[2, 2, 6, 7], [3, 2, 2, 3], [3]],
    build: ([x, w, b]) => conv2d(x!, w!, b!, { stride: [2, 3], padding: [2, 1], dilation: [1, 2] }),
  },
  { name: 'conv2d, padded beyond the kernel', shapes: [[1, 1, 2, 1], [2, 1, 2, 1]], build: ([x, w]) => conv2d(x!, w!, undefined, { padding: [3, 2], stride: 2 }) },
  { name: 'conv2d, depthwise', shapes: [[2, 3, 4, 4], [6, 1, 3, 3], [6]], build: ([x, w, b]) => conv2d(x!, w!, b!, { padding: 1, groups: 3 }) },
  {
    name: 'averagePool2d, overlapping, padded and to the end', shapes: [[2, 2, 6, 7]],
    build: ([x]) => averagePool2d(x!, 3, { stride: [2, 3], padding: 1, ceilMode: true, countPadding: false }),
  },
];

/** How an operation is computed. */
interface DifferentiateOptions {
  readonly threads?: number;
  /** Off the processor, rows of tables are added up in the graph. */
  readonly device?: Device;
}

/** The loss is the sum of the output, each element weighted differently, so that no gradient is left untested. */
export async function differentiate({ shapes, build }: Case, target: Target, { threads = 1, device = 'cpu' }: DifferentiateOptions = {}) {
  const graph = new Graph(target, true);
  const inputs = shapes.map((shape, index) => graph.parameter(`input ${index}`, shape, { fill: 0 }));
  const output = build(inputs, graph);
  const count = output.shape.reduce<number>((a, b) => a * Number(b), 1);
  const weights = graph.floats(Array.from({ length: count }, (_, i) => Math.sin(i * 1.7 + 1)), output.shape);
  const loss = sumTo(multiply(output, weights), []);
  const all = device === 'cpu' ? gradients(graph, loss) : new Map([...denseGradients(graph, loss)].map(([name, dense]) => [name, { dense, sparse: [] }]));

  const random = new Random(11);
  const numbers = inputs.map(({ name, shape }): [string, Float64Array] => {
    const values = new Float64Array(shape.reduce((a, b) => a * b, 1));
    random.fillNormal(values, 1);
    return [name, values.map((value) => Math.fround(value))];
  });
  const masks = graph.dropoutMasks.map(({ mask, keep }): [string, Uint8Array] => {
    const array = new Uint8Array(mask.shape.reduce<number>((a, b) => a * Number(b), 1));
    for (let i = 0; i < array.length; i++) array[i] = Number(random.uniform() < keep);
    return [mask.name, array];
  });
  const feeds = Object.fromEntries([...masks, ...numbers.map(([name, values]) => [name, target.float === 'float32' ? Float32Array.from(values) : values] as const)]);

  const outputs: Record<string, Value> = { output };
  for (const [name, { dense, sparse }] of all) {
    if (dense) outputs[`gradient of ${name}`] = dense;
    sparse.forEach(({ rows }, index) => { outputs[`${name} rows ${index}`] = rows; });
  }
  const everything = await bindGraph(graph, feeds, outputs, { threads, device });
  const results = await everything.run();
  await everything.close();
  const analytic = new Map(inputs.map(({ name, shape }) => {
    const gradient = results[`gradient of ${name}`] ?? new Float64Array(shape.reduce((a, b) => a * b, 1));
    all.get(name)!.sparse.forEach(({ indices }, index) => {
      const constant = graph.constants.find(({ value }) => value === indices)!;
      const rows = results[`${name} rows ${index}`]!;
      constant.data.forEach((row, i) => { for (let column = 0; column < shape[1]!; column++) gradient[Number(row) * shape[1]! + column]! += rows[i * shape[1]! + column]!; });
    });
    return [name, gradient];
  }));
  const onlyLoss = await bindGraph(graph, feeds, { loss }, { threads });
  return {
    numbers: new Map(numbers), analytic, output: results.output!, close: onlyLoss.close,
    /** The loss for what `numbers` hold now. */
    loss: async () => (await onlyLoss.run()).loss![0]!,
  };
}
