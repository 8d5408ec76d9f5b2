// Millrace's side of training.mjs: trains one model, a step for each line `step` that it reads; the answers are lines of JSON.
// A step is that of training: fill the batch and the dropout masks, forward, backward, clip to norm 1, AdamW, read the loss.
//   node test/performance/training-engine.mjs '{"model": {"kind": "bert", …}, "batch": 32, "sequence": 128, "threads": 2}'
// The model {"kind": "gemm"} trains nothing: each step measures what ONNX Runtime's matrix product reaches.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import * as nn from '../../packages/nn/dist/index.js';

const { model, batch, sequence = 1, threads } = JSON.parse(process.argv[2]);
const random = new nn.Random(1);
const examples = 4 * batch;
const made = performance.now();
const step = await { bert: () => trainer(bert()), mlp: () => trainer(mlp()), gemm }[model.kind]();
say({ ready: true, startSeconds: performance.now() / 1000, startMiB: resident('VmRSS') });

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'end') break;
  say(await step());
}
say({ peakRssMiB: resident('VmHWM'), version: `Node ${process.versions.node}` });
process.exit();

/** What trains: its first step compiles the graph. */
function trainer({ objective, parameters, madeParameters }) {
  const begun = performance.now();
  const engine = new nn.CpuEngine({ objective, parameters, optimizer: { kind: 'adamw' }, clipNorm: 1, threads });
  const engineSeconds = (performance.now() - begun) / 1000;
  let place = 0;
  return async () => {
    const rows = Array.from({ length: batch }, (_, row) => (place + row) % examples);
    place += batch;
    const [wall, used] = [performance.now(), process.cpuUsage()];
    const { loss } = await engine.step({ parts: [{ examples: rows, shape: { batch, sequence } }], random, learningRate: 1e-5 });
    const { user, system } = process.cpuUsage(used);
    return { seconds: (performance.now() - wall) / 1000, cpuSeconds: (user + system) / 1e6, loss, engineSeconds, parameterSeconds: (madeParameters - made) / 1000 };
  };
}

function bert() {
  const { hidden, layers, heads, intermediate, vocabulary, dropout } = model;
  const config = nn.bertConfig({
    vocabSize: vocabulary, labels: ['a', 'b'], hiddenSize: hidden, hiddenLayers: layers, attentionHeads: heads, intermediateSize: intermediate, hiddenDropout: dropout,
  });
  const parameters = nn.initialTextModel(config, 1);
  const madeParameters = performance.now();
  const inputIds = Array.from({ length: examples }, () => Int32Array.from({ length: sequence }, () => 1000 + random.below(vocabulary - 1000)));
  return { objective: nn.textObjective({ config, examples: { inputIds, targets: classes(2) } }), parameters, madeParameters };
}

function mlp() {
  const [numbers, ...after] = model.widths;
  const outputs = after.pop();
  const config = { numbers, embeddings: [], hidden: after, activation: 'relu', dropout: 0, outputs };
  const parameters = nn.initialTabular(config, 1);
  const madeParameters = performance.now();
  const data = Float32Array.from({ length: examples * numbers }, () => random.uniform());
  const objective = nn.tensorObjective({
    inputs: { numbers: { shape: [numbers], data } }, targets: classes(outputs), outputs,
    network: (graph, inputs) => nn.tabularNetwork(graph, config, { numbers: inputs.numbers, ids: [] }),
  });
  return { objective, parameters, madeParameters };
}

function classes(count) {
  return { task: 'single_label_classification', classes: Int32Array.from({ length: examples }, () => random.below(count)) };
}

/** Each step runs both products ten times and says the best rate, in GFLOP/s. */
async function gemm() {
  const products = await Promise.all([[1024, 768, 3072], [2048, 2048, 2048]].map(async ([m, k, n]) => {
    const graph = new nn.Graph(nn.cpu, false);
    const [a, b] = [graph.input('a', [m, k]), graph.input('b', [k, n])];
    const numbers = (size) => Float32Array.from({ length: size }, () => random.uniform());
    const session = await nn.BoundSession.create(graph, {
      feeds: { a: numbers(m * k), b: numbers(k * n) }, results: { c: { value: nn.matmul(a, b), into: new Float32Array(m * n) } }, threads,
    });
    return { session, flops: 2 * m * k * n };
  }));
  return async () => {
    let best = 0;
    for (const { session, flops } of products) {
      for (let repeat = 0; repeat < 10; repeat++) {
        const begun = performance.now();
        await session.run();
        best = Math.max(best, flops / (performance.now() - begun) / 1e6);
      }
    }
    return { rate: best };
  };
}

/** VmRSS or VmHWM (the peak) of this process in MiB; elsewhere than on Linux Node's peak. */
function resident(field) {
  try {
    return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}

function say(fields) {
  process.stdout.write(`${JSON.stringify(fields)}\n`);
}
