import {
  bertConfig, bucketsFor, type EpochResult, planEpoch, Random, saveClassifier, openClassifier, scoreOf, type StepProgress, trainClassifier,
  TrainingError, type TrainingOptions,
} from '@millrace/nn';
import { temporaryFolder } from './folders.ts';

const config = bertConfig({ vocabSize: 30, labels: ['without', 'with'], hiddenSize: 32, hiddenLayers: 2, attentionHeads: 2, maxPositions: 40, initializerRange: 0.1 });

/** Texts of random length; the class says whether token 7 occurs. */
function madeUp(count: number, seed: number) {
  const random = new Random(seed);
  const inputIds = Array.from({ length: count }, () => Int32Array.from({ length: 3 + random.below(30) }, (_, position) => (position === 0 ? 2 : 10 + random.below(20))));
  const labels = Int32Array.from(inputIds, (ids) => {
    const label = random.below(2);
    if (label) ids[1 + random.below(ids.length - 1)] = 7;
    return label;
  });
  return { inputIds, labels };
}

const options: TrainingOptions = {
  config, train: madeUp(150, 1), epochs: 1, batchSize: 16, learningRate: 3e-3, optimizer: { kind: 'adamw' },
  schedule: { kind: 'linear', warmup: 0.1 }, clipNorm: 1, seed: 42, threads: 1,
};

describe('training a classifier', () => {
  it('learns, and what it saved answers as the evaluation said', async () => {
    const evaluation = madeUp(64, 2);
    const result = await trainClassifier({ ...options, train: madeUp(600, 1), evaluation, epochs: 8 });
    const last = result.epochs.at(-1)!;
    expect(last.evaluation!.accuracy).toBeGreaterThan(0.95);
    expect(last.train.loss).toBeLessThan(result.epochs[0]!.train.loss / 4);
    const folder = await temporaryFolder();
    try {
      await saveClassifier(folder.path, { config, parameters: result.parameters });
      const classifier = await openClassifier(folder.path, { threads: 1 });
      const score = scoreOf(await classifier.logits(evaluation), evaluation.labels);
      await classifier.close();
      expect(score.accuracy).toBe(last.evaluation!.accuracy);
      expect(Math.abs(score.loss - last.evaluation!.loss)).toBeLessThan(1e-5);
    } finally {
      await folder.remove();
    }
  });

  it('gives the same model, bit for bit, for the same seed, and another for another', async () => {
    const first = await trainClassifier(options);
    expect(await trainClassifier(options)).toEqual(first);
    expect((await trainClassifier({ ...options, seed: 43 })).parameters).not.toEqual(first.parameters);
  });

  it('reports every step and every epoch', async () => {
    const steps: StepProgress[] = [];
    const epochs: EpochResult[] = [];
    const result = await trainClassifier({
      ...options, epochs: 2, evaluation: madeUp(20, 3), onStep: (step) => steps.push(step), onEpoch: (epoch) => epochs.push(epoch),
    });
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(steps.every((step) => step.steps === 20 && step.epochs === 2)).toBe(true);
    expect(steps.map(({ epoch }) => epoch)).toEqual([...Array(10).fill(1), ...Array(10).fill(2)]);
    expect([steps[0]!.learningRate, steps[2]!.learningRate]).toEqual([0, 3e-3]);
    expect(steps.at(-1)!.secondsLeft).toBe(0);
    expect(steps.every(({ accuracy, gradientNorm, examplesPerSecond }) => accuracy >= 0 && accuracy <= 1 && gradientNorm > 0 && examplesPerSecond > 0)).toBe(true);
    expect(epochs).toEqual(result.epochs);
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
  });

  it('starts from parameters it is given', async () => {
    const first = await trainClassifier({ ...options, epochs: 4 });
    const losses: number[] = [];
    await trainClassifier({ ...options, parameters: first.parameters, learningRate: 0, onStep: ({ loss }) => losses.push(loss) });
    const mean = losses.reduce((a, b) => a + b, 0) / losses.length;
    expect(mean).toBeLessThan(first.epochs[0]!.train.loss);
  });

  it('stops between steps when it is told to, with the reason, and lets other work run', async () => {
    const controller = new AbortController();
    let last = 0;
    const training = trainClassifier({
      ...options, epochs: 50, signal: controller.signal,
      onStep: ({ step }) => {
        last = step;
        if (step === 3) setImmediate(() => controller.abort(new Error('enough'))); // comes to its turn only if the loop yields
      },
    });
    await expect(training).rejects.toThrow('enough');
    expect(last).toBeLessThan(6);
  });

  it('stops when the loss is no longer a number and says what to do', async () => {
    const training = trainClassifier({ ...options, epochs: 20, optimizer: { kind: 'sgd' }, clipNorm: undefined, learningRate: 1e30, schedule: { kind: 'constant' } });
    await expect(training).rejects.toThrow(TrainingError);
    await expect(training).rejects.toThrow(/Lower the learning rate/);
  });

  it.each([
    ['no rows', { train: { inputIds: [], labels: new Int32Array(0) } }, 'There is nothing to train on'],
    ['labels missing', { train: { inputIds: [Int32Array.of(2)], labels: new Int32Array(0) } }, 'There are 1 texts and 0 labels'],
    ['an unknown class', { train: { inputIds: [Int32Array.of(2)], labels: Int32Array.of(2) } }, 'Row 0 has class 2; the model has 2 (without, with)'],
    ['a text that is too long', { train: { inputIds: [new Int32Array(41)], labels: Int32Array.of(0) } }, 'Row 0 has 41 tokens'],
    ['a batch size of 0', { batchSize: 0 }, 'batchSize must be a whole number above 0'],
    ['half an epoch', { epochs: 0.5 }, 'epochs must be a whole number above 0'],
    ['a negative learning rate', { learningRate: -1 }, 'learningRate must be 0 or more'],
  ])('refuses %s', async (_, change, message) => {
    await expect(trainClassifier({ ...options, ...change })).rejects.toThrow(message);
  });

  it('takes fewer rows than a batch', async () => {
    const result = await trainClassifier({ ...options, train: madeUp(3, 1) });
    expect(result.epochs[0]!.train.loss).toBeGreaterThan(0);
  });
});

describe('an epoch', () => {
  const random = new Random(1);
  const lengths = Array.from({ length: 1000 }, () => 1 + random.below(300));
  const plan = planEpoch(lengths, { batchSize: 32, buckets: bucketsFor(lengths) }, new Random(7));

  it('has every row once', () => {
    expect(plan.flatMap(({ rows }) => rows).sort((a, b) => a - b)).toEqual(lengths.map((_, row) => row));
  });

  it('has one short batch at most', () => {
    expect(plan.filter(({ rows }) => rows.length < 32)).toHaveLength(1);
  });

  it('pads little, to few lengths', () => {
    const padded = plan.reduce((sum, { rows, sequence }) => sum + rows.length * sequence, 0);
    const real = lengths.reduce((a, b) => a + b, 0);
    expect(plan.every(({ rows, sequence }) => rows.every((row) => lengths[row]! <= sequence))).toBe(true);
    expect(padded / real).toBeLessThan(1.25);
    expect(new Set(plan.map(({ sequence }) => sequence)).size).toBeLessThanOrEqual(9);
  });

  it('is another one each time, and the same for the same seed', () => {
    const again = (seed: number) => planEpoch(lengths, { batchSize: 32, buckets: bucketsFor(lengths) }, new Random(seed));
    expect(again(7)).toEqual(plan);
    expect(again(8)).not.toEqual(plan);
  });
});
