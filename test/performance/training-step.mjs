// Measures one training step (forward, backward, clipping, AdamW) of a small BERT: 4 layers of width 256, 30,522 tokens,
// batch 32 × 128 tokens, with and without dropout. `--threads N` sets the threads of one operation.
import { parseArgs } from 'node:util';
import { bertConfig, initialClassifier, Random, TrainingEngine } from '../../packages/nn/dist/index.js';
import { report } from './report.mjs';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, threads: { type: 'string', default: '2' }, steps: { type: 'string', default: '12' } } });
const shape = { batch: 32, sequence: 128 };
const figures = {};

for (const hiddenDropout of [0, 0.1]) {
  const config = bertConfig({ vocabSize: 30_522, labels: ['a', 'b'], hiddenSize: 256, hiddenLayers: 4, hiddenDropout });
  const engine = new TrainingEngine({ config, parameters: initialClassifier(config, 1), optimizer: { kind: 'adamw' }, clipNorm: 1, threads: Number(values.threads) });
  const random = new Random(1);
  const texts = {
    inputIds: Array.from({ length: shape.batch }, () => Int32Array.from({ length: shape.sequence }, () => 1000 + random.below(29_000))),
    labels: Int32Array.from({ length: shape.batch }, () => random.below(2)),
  };
  const wall = [];
  const cpu = [];
  await engine.computeGradients(texts, shape, random); // compiles
  for (let step = 0; step < Number(values.steps); step++) {
    const started = performance.now();
    const used = process.cpuUsage();
    await engine.computeGradients(texts, shape, random);
    engine.update(1e-3);
    const { user, system } = process.cpuUsage(used);
    wall.push(performance.now() - started);
    cpu.push((user + system) / 1000);
  }
  await engine.close();
  figures[`step, dropout ${hiddenDropout} (ms)`] = wall;
  figures[`processor time, dropout ${hiddenDropout} (ms)`] = cpu;
}
report(figures, values);
