import type { CancelSignal } from '@millrace/sdk';
import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import type { Tensorflow } from './engine.ts';
import { scaled } from './scaling.ts';
import type { NetworkCard } from './model-folder.ts';

const batchRows = 1_024;

/** The network's answer to each row: the probability of each class, or one number in the target's own unit. */
export async function answerRows(tf: Tensorflow, model: LayersModel, card: NetworkCard, rows: Float64Array, { signal, onProgress }: { signal: CancelSignal; onProgress?: (done: number) => void }): Promise<number[][]> {
  const width = card.features.length;
  const count = rows.length / width;
  const answers: number[][] = [];
  for (let start = 0; start < count; start += batchRows) {
    signal.throwIfAborted();
    const batch = scaled(rows.subarray(start * width, (start + batchRows) * width), card.scaling);
    const x = tf.tensor2d(batch, [batch.length / width, width]);
    const output = model.predictOnBatch(x) as Tensor; // a Sequential model has one output
    const values = await output.data();
    tf.dispose([x, output]);
    const outputs = values.length / (batch.length / width);
    for (let at = 0; at < values.length; at += outputs) answers.push(ownUnit([...values.subarray(at, at + outputs)], card));
    onProgress?.(answers.length);
  }
  return answers;
}

function ownUnit(values: number[], { head, targetScaling: { mean, deviation } }: NetworkCard): number[] {
  const [first = NaN] = values;
  if (head === 'number') return [first * (deviation[0] ?? 1) + (mean[0] ?? 0)];
  return head === 'sigmoid' ? [1 - first, first] : values;
}
