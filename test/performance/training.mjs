// Training against PyTorch on this machine: each engine trains in a process of its own, and their steps take turns.
//   npm run bench -- training [--python python3] [--cases bert-base-8x128,mlp] [--steps 6] [--threads N] [--dropout 0.1] [--json]
// `--python ''` measures Millrace alone. Python needs torch and transformers (see tools/reference/README.md). Before a case PyTorch's
// variants (attention, AdamW, idle threads) each make four steps; the fastest is the peer. A case is `bert-base-BxS`
// (batch × tokens), `bert-LxH-BxS` (layers × width) or `mlp` (784-512-512-10, batch 128).
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { Engine } from './training-process.mjs';
import { workerEnvironment } from '../../packages/drivers/dist/process/worker-environment.js';
import { machine, median } from './report.mjs';

const goals = {
  'bert-base-8x128': { time: 0.6, memory: 1, share: 0.75, firstStep: 5 },
  'bert-base-4x512': { time: 0.8 },
  'bert-4x256-32x128': { time: 0.6 },
  mlp: { time: 1 },
};
const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false }, python: { type: 'string', default: 'python3' }, cases: { type: 'string', default: Object.keys(goals).join(',') },
    steps: { type: 'string', default: '6' }, threads: { type: 'string', default: String(availableParallelism()) }, dropout: { type: 'string', default: '0.1' },
  },
});
const threads = Number(options.threads);
const ours = [process.execPath, new URL('training-engine.mjs', import.meta.url).pathname];
const theirs = options.python ? [options.python, new URL('training-pytorch.py', import.meta.url).pathname] : undefined;
const variants = [
  { attention: 'sdpa', optimizer: 'fused', waiting: 'active' },
  { attention: 'sdpa', optimizer: 'fused', waiting: 'passive' },
  { attention: 'sdpa', optimizer: 'foreach', waiting: 'active' },
  { attention: 'eager', optimizer: 'fused', waiting: 'active' },
];
const figures = {};
const [loadBefore] = loadavg();

const gemm = await Engine.start(ours, { model: { kind: 'gemm' }, threads }, workerEnvironment(process.env));
for (const name of options.cases.split(',')) figures[name] = await measure(name);
const best = Math.max(...Object.values(figures).flatMap(({ gemmRates }) => gemmRates));
await gemm.end();
for (const [name, figure] of Object.entries(figures)) print(name, figure);
printGoals();
console.log(`\non ${machine()}, ${threads} threads, dropout ${options.dropout} (the MLP has none), float32; load average before: ${loadBefore.toFixed(1)}`);
if (options.json) console.log(JSON.stringify({ bench: 'training', threads, dropout: options.dropout, bestGemm: best, figures, machine: machine() }));

async function measure(name) {
  const spec = { ...caseOf(name), threads };
  const variant = theirs && await fastestVariant(name, spec);
  const millrace = await Engine.start(ours, spec, workerEnvironment(process.env)) // as a worker of the server;
  const pytorch = variant && await Engine.start(theirs, { ...spec, ...variant });
  try {
    const first = { millrace: await millrace.step(), pytorch: await pytorch?.step() }; // compiles, and allocates
    const [warm] = [await millrace.step(), await pytorch?.step()];
    const steps = { millrace: [], pytorch: [] };
    const gemmRates = [];
    // Many short steps take their turn together, so that each side meets a warm cache as it would alone.
    const together = Math.max(1, Math.min(20, Math.round(0.2 / warm.seconds)));
    for (const engine of [millrace, pytorch]) engine?.rest();
    for (let round = 0; round < Number(options.steps); round++) {
      for (const [side, engine] of Object.entries({ millrace, pytorch })) {
        engine?.goOn();
        for (let turn = 0; engine && turn < together; turn++) steps[side].push(await engine.step());
        engine?.rest();
      }
      gemmRates.push((await gemm.step()).rate);
    }
    for (const engine of [millrace, pytorch]) engine?.goOn();
    return {
      spec, variant, flops: matrixFlops(spec), gemmRates,
      millrace: summary(millrace, first.millrace, steps.millrace, await millrace.end()),
      pytorch: pytorch && summary(pytorch, first.pytorch, steps.pytorch, await pytorch.end()),
    };
  } finally {
    millrace.kill();
    pytorch?.kill();
  }
}

async function fastestVariant(name, spec) {
  let fastest;
  for (const variant of variants.filter(({ attention }) => spec.model.kind === 'bert' || attention === 'sdpa')) {
    const engine = await Engine.start(theirs, { ...spec, ...variant });
    try {
      const seconds = [];
      for (let step = 0; step < 4; step++) seconds.push((await engine.step()).seconds);
      const least = Math.min(...seconds.slice(1));
      console.log(`${name}: PyTorch with ${inWords(variant)}: ${ms(least)} a step`);
      if (!fastest || least < fastest.least) fastest = { least, variant };
    } finally {
      engine.kill();
    }
  }
  return fastest.variant;
}

function caseOf(name) {
  if (name === 'mlp') return { model: { kind: 'mlp', widths: [784, 512, 512, 10] }, batch: 128 };
  const [, layers = 12, hidden = 768, batch, sequence] = /^bert-(?:base|(\d+)x(\d+))-(\d+)x(\d+)$/.exec(name) ?? [];
  if (!batch) throw new Error(`There is no case ${name}; a case is mlp, bert-base-8x128 or bert-4x256-32x128 (layers × width, batch × tokens).`);
  return {
    model: { kind: 'bert', layers: Number(layers), hidden: Number(hidden), heads: hidden / 64, intermediate: 4 * hidden, vocabulary: 30_522, dropout: Number(options.dropout) },
    batch: Number(batch), sequence: Number(sequence),
  };
}

/** Operations of a step's matrix products; the backward pass has twice those of the forward pass. */
function matrixFlops({ model, batch, sequence }) {
  if (model.kind === 'mlp') return 6 * batch * model.widths.slice(1).reduce((sum, width, index) => sum + width * model.widths[index], 0);
  const { layers, hidden, intermediate } = model;
  const perToken = 4 * hidden * hidden + 2 * hidden * intermediate + 2 * sequence * hidden; // projections, feed-forward, attention
  return 6 * batch * (layers * sequence * perToken + hidden * hidden + 2 * hidden);
}

function summary(engine, first, steps, end) {
  const seconds = steps.map((step) => step.seconds);
  return {
    ...end, startSeconds: engine.ready.startSeconds, startMiB: engine.ready.startMiB, parameterSeconds: first.parameterSeconds,
    firstStepSeconds: (first.engineSeconds ?? 0) + first.seconds, median: median(seconds), least: Math.min(...seconds),
    cpuSeconds: median(steps.map((step) => step.cpuSeconds)), steps: seconds.length, lastLoss: steps.at(-1).loss,
  };
}

function print(name, { variant, flops, millrace, pytorch }) {
  console.log(`\n${name}: ${(flops / 1e9).toFixed(1)} GFLOP of matrix products a step${variant ? `; PyTorch with ${inWords(variant)}` : ''}`);
  console.log(`  ${'median'.padStart(20)} ${cells('least', 'processor', 'GFLOP/s', 'of GEMM', 'peak', 'at start', 'first step', 'steps')}`);
  for (const [side, figure] of Object.entries({ Millrace: millrace, PyTorch: pytorch })) {
    if (!figure) continue;
    const rate = flops / figure.median / 1e9;
    console.log(`  ${side.padEnd(9)}${ms(figure.median).padStart(11)} ${cells(
      ms(figure.least), ms(figure.cpuSeconds), rate.toFixed(0), percent(rate / best), mib(figure.peakRssMiB), mib(figure.startMiB), `${figure.firstStepSeconds.toFixed(2)} s`, figure.steps,
    )}`);
  }
  if (pytorch) {
    console.log(`  ratio    ${ratio(millrace.median, pytorch.median).padStart(11)} ${cells(ratio(millrace.least, pytorch.least), ratio(millrace.cpuSeconds, pytorch.cpuSeconds), '', '', ratio(millrace.peakRssMiB, pytorch.peakRssMiB))}`);
    console.log(`  PyTorch ${pytorch.version}, ${pytorch.blas.join(', ') || 'BLAS linked in'}: matrix products at ${Object.entries(pytorch.gemm).map(([shape, rate]) => `${rate.toFixed(0)} GFLOP/s (${shape})`).join(', ')}`);
  }
}

function printGoals() {
  console.log(`\nBest matrix product of ONNX Runtime in this run: ${best.toFixed(0)} GFLOP/s\n\ngoal                                                      figure`);
  for (const [name, goal] of Object.entries(goals)) {
    const figure = figures[name];
    if (!figure) continue;
    const { flops, millrace, pytorch } = figure;
    const line = (what, wanted, value, met) => console.log(`${`${name}: ${what} ${wanted}`.padEnd(58)}${value}  ${met ? 'met' : 'not met'}`);
    if (goal.time && pytorch) line("time / PyTorch's", `≤ ${goal.time}`, ratio(millrace.median, pytorch.median), millrace.median / pytorch.median <= goal.time);
    if (goal.memory && pytorch) line("peak memory / PyTorch's", `≤ ${goal.memory}`, ratio(millrace.peakRssMiB, pytorch.peakRssMiB), millrace.peakRssMiB / pytorch.peakRssMiB <= goal.memory);
    const share = flops / millrace.median / 1e9 / best;
    if (goal.share) line('share of the best matrix product', `≥ ${percent(goal.share)}`, percent(share), share >= goal.share);
    if (goal.firstStep) line('first step', `≤ ${goal.firstStep} s`, `${millrace.firstStepSeconds.toFixed(2)} s`, millrace.firstStepSeconds <= goal.firstStep);
  }
}

function inWords({ attention, optimizer, waiting }) {
  return `${attention} attention, ${optimizer} AdamW, ${waiting === 'active' ? 'spinning' : 'sleeping'} threads`;
}

function cells(...texts) { return texts.map((text) => String(text).padStart(10)).join(' '); }
function ms(seconds) { return `${(1000 * seconds).toFixed(1)} ms`; }
function mib(value) { return `${value.toFixed(0)} MiB`; }
function percent(share) { return `${(100 * share).toFixed(0)} %`; }
function ratio(a, b) { return (a / b).toFixed(2); }
