import { setImmediate } from 'node:timers/promises';
import { say, UserError, type CancelSignal } from '@millrace/sdk';
import { RandomState } from '@millrace/tables';
import type { Sequential, Tensor } from '@tensorflow/tfjs';
import type { BuiltNetwork } from './build-network.ts';
import type { Tensorflow } from './engine.ts';
import type { Head } from './output-layer.ts';

/** Rows to learn from: [rows · features] scaled inputs, and the truth (the number of a class, or the scaled number). */
export interface Examples {
  readonly inputs: Float32Array;
  readonly truth: Float32Array;
}

export interface FitOptions {
  readonly tf: Tensorflow;
  readonly network: BuiltNetwork;
  readonly head: Head;
  readonly classes: number;
  readonly train: Examples;
  readonly validation: Examples | undefined;
  readonly optimizer: 'adam' | 'sgd' | 'rmsprop';
  readonly learningRate: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly signal: CancelSignal;
  readonly onBatch: (progress: { readonly epoch: number; readonly step: number; readonly steps: number; readonly loss: number }) => void;
  readonly onEpoch: (epoch: number, step: number, scores: { readonly train: Scores; readonly validation: Scores | undefined }) => void;
}

/** The loss, and the share of right answers where classes are told apart. */
export type Scores = Readonly<Record<string, number>>;

const losses = { number: 'meanSquaredError', softmax: 'categoricalCrossentropy', sigmoid: 'binaryCrossentropy' } as const;

/**
 * Trains batch by batch in an order that follows from the seed; stops between batches when the signal aborts. Throws a
 * UserError with the epoch when the loss is no longer a number.
 */
export async function fit({ tf, network: { model, drawDropout }, train, validation, head, ...options }: FitOptions): Promise<void> {
  const { epochs, batchSize, learningRate, seed, signal } = options;
  const rows = train.truth.length;
  const optimizer = tf.train[options.optimizer](learningRate);
  model.compile({ optimizer, loss: losses[head], ...(head !== 'number' && { metrics: ['accuracy'] }) });
  const random = new RandomState(seed);
  const steps = epochs * Math.ceil(rows / batchSize);
  let step = 0;
  try {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const order = random.permutation(rows);
      const sums: Record<string, number> = {};
      for (let start = 0; start < rows; start += batchSize) {
        await setImmediate(); // lets a cancellation in
        signal.throwIfAborted();
        const batch = order.subarray(start, start + batchSize);
        drawDropout(step);
        const scores = await withTensors(tf, model, train, batch, { head, classes: options.classes }, async (x, y) => named(await model.trainOnBatch(x, y)));
        step++;
        const loss = scores['loss'] ?? NaN;
        if (!Number.isFinite(loss)) throw new UserError(say`The loss became ${loss} in epoch ${epoch}, batch ${start / batchSize + 1}: the steps are too large. Lower the learning rate (it is ${learningRate}), and leave "Standardise inputs" on.`);
        for (const [name, value] of Object.entries(scores)) sums[name] = (sums[name] ?? 0) + value * batch.length;
        options.onBatch({ epoch, step, steps, loss });
      }
      const held = validation && await evaluate(tf, model, validation, { head, classes: options.classes, batchSize, signal });
      options.onEpoch(epoch, step, { train: Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / rows])), validation: held });
    }
  } finally {
    optimizer.dispose();
  }
}

async function evaluate(tf: Tensorflow, model: Sequential, examples: Examples, { batchSize, signal, ...answer }: { head: Head; classes: number; batchSize: number; signal: CancelSignal }): Promise<Scores> {
  const rows = Int32Array.from({ length: examples.truth.length }, (_, row) => row);
  const sums: Record<string, number> = {};
  for (let start = 0; start < rows.length; start += batchSize) {
    signal.throwIfAborted();
    const batch = rows.subarray(start, start + batchSize);
    const scores = await withTensors(tf, model, examples, batch, answer, async (x, y) => {
      const scalars = [model.evaluate(x, y, { batchSize })].flat();
      const values = await Promise.all(scalars.map(async (scalar) => (await scalar.data())[0] ?? NaN));
      tf.dispose(scalars);
      return named(values);
    });
    for (const [name, value] of Object.entries(scores)) sums[name] = (sums[name] ?? 0) + value * batch.length;
  }
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / rows.length]));
}

function named(values: number | number[]): Scores {
  const [loss = NaN, accuracy] = [values].flat();
  return { loss, ...(accuracy !== undefined && { accuracy }) };
}

async function withTensors<T>(tf: Tensorflow, model: Sequential, { inputs, truth }: Examples, rows: Int32Array, { head, classes }: { head: Head; classes: number }, work: (x: Tensor, y: Tensor) => Promise<T>): Promise<T> {
  const features = inputs.length / truth.length;
  const picked = new Float32Array(rows.length * features);
  rows.forEach((row, at) => picked.set(inputs.subarray(row * features, (row + 1) * features), at * features));
  const outputs = head === 'softmax' ? classes : 1;
  const wanted = new Float32Array(rows.length * outputs);
  rows.forEach((row, at) => {
    const value = truth[row] ?? NaN;
    if (head === 'softmax') wanted[at * outputs + value] = 1;
    else wanted[at] = value;
  });
  const x = tf.tensor2d(picked, [rows.length, features]);
  const y = tf.tensor2d(wanted, [rows.length, outputs]);
  try {
    return await work(x, y);
  } finally {
    tf.dispose([x, y]);
  }
}
