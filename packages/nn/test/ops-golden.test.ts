// Every operation against PyTorch's values and gradients (provenance: test/fixtures/golden/README.md).
import { readFileSync } from 'node:fs';
import {
  averagePool2d, conv1d, conv2d, cpu, crossEntropyLoss, embedding, f64, gelu, geluTanh, Graph, gradients, layerNorm, logSoftmax, matmul, maxPool2d, multiply, type Parameter, type PerAxis,
  relu, sigmoid, softmax, sumTo, tanh, type Target, type Value,
} from '@millrace/nn';
import { difference } from './closeness.ts';
import { bindGraph } from './evaluate-graph.ts';

interface Tensor {
  readonly dtype: 'float64' | 'int64';
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface GoldenCase {
  readonly name: string;
  readonly op: string;
  readonly args: {
    readonly dim?: number; readonly eps?: number; readonly padding_idx?: number;
    readonly reduction?: 'mean' | 'sum' | 'none'; readonly class_weights?: readonly number[]; readonly label_smoothing?: number; readonly ignore_index?: number;
    readonly kernel_size?: number; readonly stride?: PerAxis; readonly padding?: PerAxis; readonly dilation?: PerAxis; readonly groups?: number;
    readonly ceil_mode?: boolean; readonly count_include_pad?: boolean;
  };
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly output: Tensor;
  readonly upstream: Tensor;
  readonly grads: Readonly<Record<string, Tensor>>;
}

const { cases } = JSON.parse(readFileSync(new URL('../../../test/fixtures/golden/mlp/ops.json', import.meta.url), 'utf8')) as { cases: readonly GoldenCase[] };

/** Floats are parameters, by the names of the reference; whole numbers are constants. */
type Build = (p: Readonly<Record<string, Parameter>>, constants: Readonly<Record<string, Value>>, args: GoldenCase['args']) => Value;

const builds: Readonly<Record<string, Build>> = {
  gelu_erf: ({ x }) => gelu(x!),
  gelu_tanh: ({ x }) => geluTanh(x!),
  relu: ({ x }) => relu(x!),
  tanh: ({ x }) => tanh(x!),
  sigmoid: ({ x }) => sigmoid(x!),
  softmax: ({ x }, _, { dim }) => softmax(x!, dim),
  log_softmax: ({ x }, _, { dim }) => logSoftmax(x!, dim),
  layer_norm: ({ x, weight, bias }, _, { eps }) => layerNorm(x!, weight!, bias!, eps!),
  embedding: ({ weight }, { ids }, { padding_idx }) => embedding(weight!, ids!, padding_idx),
  matmul: ({ a, b }) => matmul(a!, b!),
  cross_entropy: ({ x }, { y }, { reduction, class_weights, label_smoothing, ignore_index }) => crossEntropyLoss(x!, y!, {
    ...(reduction && { reduction }), ...(class_weights && { classWeights: class_weights }),
    ...(label_smoothing !== undefined && { labelSmoothing: label_smoothing }), ...(ignore_index !== undefined && { ignoreIndex: ignore_index }),
  }),
  max_pool2d: ({ x }, _, { kernel_size, stride, padding, ceil_mode }) => maxPool2d(x!, kernel_size!, { stride: stride!, padding: padding!, ceilMode: ceil_mode! }),
  avg_pool2d: ({ x }, _, { kernel_size, stride, padding, ceil_mode, count_include_pad }) =>
    averagePool2d(x!, kernel_size!, { stride: stride!, padding: padding!, ceilMode: ceil_mode!, countPadding: count_include_pad! }),
  conv1d: ({ x, weight, bias }, _, { stride, padding, dilation, groups }) =>
    conv1d(x!, weight!, bias, { stride: stride!, padding: padding!, dilation: dilation!, groups: groups! }),
  conv2d: ({ x, weight, bias }, _, { stride, padding, dilation, groups }) =>
    conv2d(x!, weight!, bias, { stride: stride!, padding: padding!, dilation: dilation!, groups: groups! }),
};

/** Differences are over the largest entry, or over 1 if all are smaller. */
const tolerances = (name: string) => [
  { target: f64, tolerance: 1e-12 },
  { target: cpu, tolerance: name.endsWith('_large') ? 5e-5 : 5e-6 },
];

describe.each(cases.map((each) => [each.name, each] as const))('%s', (name, each) => {
  it.each(tolerances(name).flatMap((row) => [1, 2].map((threads) => ({ ...row, on: row.target.name, threads }))))(
    'has the values and gradients of PyTorch on $on with $threads threads', async ({ target, tolerance, threads }) => {
      const { output, gradientOf } = await evaluate(each, target, threads);
      expect(scaled(output, each.output)).toBeLessThanOrEqual(tolerance);
      expect(Object.keys(each.grads).map((input) => [input, scaled(gradientOf(input), each.grads[input]!) <= tolerance]))
        .toEqual(Object.keys(each.grads).map((input) => [input, true]));
    },
  );
});

async function evaluate({ op, args, inputs, upstream }: GoldenCase, target: Target, threads: number) {
  const graph = new Graph(target, true);
  const floats = Object.entries(inputs).filter(([, { dtype }]) => dtype === 'float64');
  const parameters = Object.fromEntries(floats.map(([name, { shape }]) => [name, graph.parameter(name, shape, { fill: 0 })]));
  const whole = Object.entries(inputs).filter(([, { dtype }]) => dtype === 'int64');
  const constants = Object.fromEntries(whole.map(([name, { data, shape }]) => [name, graph.integers(data, shape)]));
  const build = builds[op];
  if (!build) throw new Error(`Nothing here builds ${op}.`);
  const output = build(parameters, constants, args);
  const loss = sumTo(multiply(output, graph.floats(upstream.data, upstream.shape)), []);

  const all = gradients(graph, loss);
  const outputs: Record<string, Value> = { output };
  for (const [name, { dense, sparse }] of all) {
    if (dense) outputs[`gradient of ${name}`] = dense;
    sparse.forEach(({ rows }, index) => { outputs[`${name} rows ${index}`] = rows; });
  }
  const feeds = Object.fromEntries(floats.map(([name, { data }]) => [name, target.float === 'float32' ? Float32Array.from(data) : Float64Array.from(data)]));
  const session = await bindGraph(graph, feeds, outputs, { threads });
  const results = await session.run();
  await session.close();
  return {
    output: results.output!,
    gradientOf: (name: string) => {
      const { shape } = inputs[name]!;
      const gradient = results[`gradient of ${name}`] ?? new Float64Array(shape.reduce((a, b) => a * b, 1));
      all.get(name)!.sparse.forEach(({ frozenRow }, index) => addRows(gradient, inputs.ids!.data, results[`${name} rows ${index}`]!, shape[1]!, frozenRow));
      return gradient;
    },
  };
}

function addRows(table: Float64Array, ids: readonly number[], rows: Float64Array, width: number, frozenRow: number | undefined): void {
  ids.forEach((id, row) => {
    if (id === frozenRow) return;
    for (let column = 0; column < width; column++) table[id * width + column]! += rows[row * width + column]!;
  });
}

function scaled(actual: Float64Array, { data }: Tensor): number {
  return difference(actual, data) / Math.max(1, ...data.map(Math.abs));
}
