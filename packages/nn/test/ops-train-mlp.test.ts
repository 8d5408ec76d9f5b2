// A multilayer perceptron of our layers and losses against PyTorch's (provenance: test/fixtures/golden/README.md).
import { readFileSync } from 'node:fs';
import { cpu, crossEntropyLoss, dense, f64, Graph, gradients, meanSquaredError, relu, softmax, type Target, type Value } from '@millrace/nn';
import { difference } from './closeness.ts';
import { bindGraph } from './evaluate-graph.ts';

interface Tensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface Network {
  readonly sizes: readonly number[];
  readonly hyper: { readonly lr: number; readonly betas: readonly [number, number]; readonly eps: number };
  readonly steps: number;
  readonly x: Tensor;
  readonly y: Tensor;
  readonly initial: Readonly<Record<string, Tensor>>;
  readonly first_grads: Readonly<Record<string, Tensor>>;
  readonly final: Readonly<Record<string, Tensor>>;
  readonly loss: readonly number[];
  readonly loss_f64: readonly number[];
  readonly final_loss: number;
  readonly final_loss_f64: number;
}

interface Classification extends Network {
  readonly final_probs: Tensor;
  readonly final_probs_f64: Tensor;
}

interface Regression extends Network {
  readonly final_predictions: Tensor;
  readonly final_predictions_f64: Tensor;
}

const classification = read<Classification>('classification.json');
const regression = read<Regression>('regression.json');

const classify = (logits: Value) => ({
  outputs: softmax(logits), loss: crossEntropyLoss(logits, logits.graph.integers(classification.y.data)),
});
const predict = (predictions: Value) => ({
  outputs: predictions, loss: meanSquaredError(predictions, predictions.graph.floats(regression.y.data.map(Math.fround), regression.y.shape)),
});

describe.each([
  { name: 'classification', network: classification, head: classify, final: classification.final_probs, final64: classification.final_probs_f64 },
  { name: 'regression', network: regression, head: predict, final: regression.final_predictions, final64: regression.final_predictions_f64 },
])('a perceptron for $name', ({ network, head, final, final64 }) => {
  it('follows the 30 steps of PyTorch in float32', async () => {
    const { first, losses, outputs, weights } = await train(network, head, cpu);
    for (const [name, { data }] of Object.entries(network.first_grads)) expect([name, difference(first[`gradient of ${name}`]!, data) < 1e-5]).toEqual([name, true]);
    expect(difference(losses, [...network.loss, network.final_loss])).toBeLessThan(1e-5);
    expect(difference(outputs, final.data)).toBeLessThan(1e-5);
    for (const [name, { data }] of Object.entries(network.final)) expect([name, difference(weights[name]!, data) < 1e-5]).toEqual([name, true]);
  });

  it('follows them in float64 to the last digits', async () => {
    const { losses, outputs } = await train(network, head, f64);
    expect(difference(losses, [...network.loss_f64, network.final_loss_f64])).toBeLessThan(1e-12);
    expect(difference(outputs, final64.data)).toBeLessThan(1e-12);
  });
});

/** Adam (Kingma and Ba 2015) on the gradients of the graph, written out; the engine's own is compared in golden-train.test.ts. */
async function train({ sizes, x, initial, hyper, steps }: Network, head: (x: Value) => { outputs: Value; loss: Value }, target: Target) {
  const graph = new Graph(target, true);
  let layer = graph.floats(x.data.map(Math.fround), x.shape);
  sizes.slice(1).forEach((out, index) => {
    layer = dense(graph, String(2 * index), index === 0 ? layer : relu(layer), out, 1);
  });
  const { loss, outputs } = head(layer);
  const rounded = (data: readonly number[]) => (target.float === 'float32' ? Float32Array.from(data) : Float64Array.from(data, Math.fround));
  const parameters = Object.fromEntries([...graph.parameters.keys()].map((name) => [name, rounded(initial[name]!.data)]));
  const gradientValues = Object.fromEntries([...gradients(graph, loss)].map(([name, { dense: value }]) => [`gradient of ${name}`, value!]));
  const session = await bindGraph(graph, parameters, { ...gradientValues, loss, outputs });
  const state = Object.entries(parameters).map(([name, values]) => ({ name, values, mean: new Float64Array(values.length), square: new Float64Array(values.length) }));

  const { lr, betas: [beta1, beta2], eps } = hyper;
  const losses: number[] = [];
  const first = await session.run();
  for (let step = 1; step <= steps; step++) {
    const now = await session.run();
    losses.push(now.loss![0]!);
    for (const { name, values, mean, square } of state) {
      now[`gradient of ${name}`]!.forEach((gradient, i) => {
        mean[i] = beta1 * mean[i]! + (1 - beta1) * gradient;
        square[i] = beta2 * square[i]! + (1 - beta2) * gradient ** 2;
        values[i]! -= (lr / (1 - beta1 ** step)) * mean[i]! / (Math.sqrt(square[i]! / (1 - beta2 ** step)) + eps);
      });
    }
  }
  const last = await session.run();
  await session.close();
  return { first, losses: [...losses, last.loss![0]!], outputs: last.outputs!, weights: parameters };
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../../test/fixtures/golden/mlp/${name}`, import.meta.url), 'utf8')) as T;
}
