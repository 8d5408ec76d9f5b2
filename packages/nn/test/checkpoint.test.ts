// Exact resume: a training that is stopped at any step and taken up again ends with the same bits.
import { bertConfig, CheckpointError, type EpochResult, initialTextModel, Random, readCheckpoint, textObjective, train, type TrainingOptions } from '@millrace/nn';
import { readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from './folders.ts';

const config = bertConfig({ vocabSize: 30, labels: ['a', 'b', 'c'], hiddenSize: 32, hiddenLayers: 1, attentionHeads: 2, maxPositions: 40, hiddenDropout: 0.2 });
const objective = (count: number, seed: number) => {
  const random = new Random(seed);
  const inputIds = Array.from({ length: count }, () => Int32Array.from({ length: 3 + random.below(30) }, () => random.below(30)));
  return textObjective({ config, examples: { inputIds, targets: { task: 'single_label_classification', classes: Int32Array.from(inputIds, (ids) => ids[0]! % 3) } } });
};
const options: TrainingOptions = {
  objective: objective(50, 1), evaluation: objective(20, 2), parameters: initialTextModel(config, 1), epochs: 4, batchSize: { examples: 8 }, learningRate: 3e-3,
  optimizer: { kind: 'adamw' }, schedule: { kind: 'cosine', warmup: 0.1 }, clipNorm: 1, keepBest: true, patience: 3, seed: 5, threads: 1,
};

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => { folder = await temporaryFolder(); });
afterEach(() => folder.remove());

/** Trains until `step` is done, then is told to stop, and leaves a checkpoint. */
async function stoppedAfter(step: number, change: Partial<TrainingOptions> = {}): Promise<void> {
  const controller = new AbortController();
  await expect(train({
    ...options, ...change, signal: controller.signal, checkpoints: { folder: folder.path, whenStopped: () => true },
    onStep: (progress) => { if (progress.step === step) controller.abort(new Error('paused')); },
  })).rejects.toThrow('paused');
}

describe('a training with checkpoints', () => {
  it.each([
    ['in the middle of an epoch', [3]], ['at the end of an epoch', [7]], ['after the last step', [28]], ['again and again', [2, 9, 10, 20]],
  ])('ends with the same bits when it was stopped %s', async (_, stops) => {
    const undisturbed = await train(options);
    for (const step of stops) await stoppedAfter(step);
    const steps: number[] = [];
    const resumed = await train({ ...options, checkpoints: { folder: folder.path }, onStep: ({ step }) => steps.push(step) });
    expect(resumed).toEqual(undisturbed);
    expect(steps[0] ?? 29).toBe(stops.at(-1)! + 1);
  });

  it('does so with SGD and momentum, frozen layers and batches in parts', async () => {
    const change = { optimizer: { kind: 'sgd', momentum: 0.9 } as const, isFrozen: (name: string) => name.startsWith('bert.embeddings'), memoryBytes: 300_000 };
    const undisturbed = await train({ ...options, ...change });
    await stoppedAfter(12, change);
    expect(await train({ ...options, ...change, checkpoints: { folder: folder.path } })).toEqual(undisturbed);
  });

  it('reports the epochs before the stop as they were', async () => {
    await stoppedAfter(10);
    const told: EpochResult[] = [];
    const { epochs } = await train({ ...options, checkpoints: { folder: folder.path }, onEpoch: (epoch) => told.push(epoch) });
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    expect(told).toEqual(epochs.slice(1));
  });

  it('leaves no half-written file, and replaces the checkpoint before', async () => {
    await stoppedAfter(3);
    await stoppedAfter(5);
    expect(await readdir(folder.path)).toEqual(['training.safetensors']);
  });

  it('keeps the last good checkpoint when the loss stops being a number', async () => {
    await stoppedAfter(3);
    const before = await readdir(folder.path);
    const broken = { ...options, checkpoints: { folder: folder.path }, objective: { ...options.objective, build: options.objective.build } };
    await expect(train({ ...broken, createEngine: async (made) => {
      const { CpuEngine } = await import('@millrace/nn');
      const engine = new CpuEngine(made);
      engine.memory.parameter('classifier.bias')[0] = NaN;
      return Object.assign(engine, { restore: () => Promise.resolve() });
    } })).rejects.toThrow(/Training stopped at step 4 of 28/);
    expect(await readdir(folder.path)).toEqual(before);
    expect((await train({ ...options, checkpoints: { folder: folder.path } })).epochs).toHaveLength(4);
  });

  it('refuses the checkpoint of another training, and one that is damaged', async () => {
    await stoppedAfter(3);
    await expect(train({ ...options, learningRate: 1e-4, checkpoints: { folder: folder.path } })).rejects.toThrow(CheckpointError);
    await expect(train({ ...options, learningRate: 1e-4, checkpoints: { folder: folder.path } })).rejects.toThrow('was written by a training with other settings or data');
    await truncate(join(folder.path, 'training.safetensors'), 4000);
    await expect(train({ ...options, checkpoints: { folder: folder.path } })).rejects.toThrow(CheckpointError);
    await writeFile(join(folder.path, 'training.safetensors'), 'no');
    await expect(train({ ...options, checkpoints: { folder: folder.path } })).rejects.toThrow(CheckpointError);
  });

  it('starts anew where there is no checkpoint', async () => {
    expect(await readCheckpoint(folder.path, {})).toBeUndefined();
    expect(await train({ ...options, checkpoints: { folder: folder.path } })).toEqual(await train(options));
  });
});
