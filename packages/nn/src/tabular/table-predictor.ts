import { setImmediate } from 'node:timers/promises';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { safetensorsPlaces, serializeSafetensors } from '../checkpoint/write-safetensors.ts';
import { probabilities } from '../inference/probabilities.ts';
import { ExampleError } from '../nn-error.ts';
import { sessionOptions, type ThreadOptions } from '../runtime/session-options.ts';
import type { EncodedRows } from './feature-encoder.ts';
import { unscaleNumber } from './scaler.ts';
import { outputName, tableInferenceModel, type TableModel } from './table-model.ts';

/** How rows are answered. */
export interface PredictOptions {
  readonly signal?: { throwIfAborted(): void } | undefined;
  readonly onProgress?: ((rows: number) => void) | undefined;
}

/** A table model in memory, ready to answer rows that its encoder encoded. */
export class TablePredictor {
  private constructor(readonly model: TableModel, private readonly session: InferenceSession) {}

  static async open(model: TableModel, options: ThreadOptions = {}): Promise<TablePredictor> {
    const location = 'model.safetensors';
    const graph = tableInferenceModel(model, safetensorsPlaces(model.parameters, location));
    return new TablePredictor(model, await InferenceSession.create(graph, {
      ...sessionOptions(options), externalData: [{ path: location, data: serializeSafetensors(model.parameters) }],
    }));
  }

  /** The probability of each label, for each row. */
  async probabilities(rows: EncodedRows, options: PredictOptions = {}): Promise<number[][]> {
    const answers: number[][] = [];
    for await (const logits of this.outputs(rows, options)) answers.push(probabilities(logits));
    return answers;
  }

  /** The predicted number of each row, in the unit of the target. */
  async numbers(rows: EncodedRows, options: PredictOptions = {}): Promise<Float64Array> {
    const { task } = this.model;
    if (task.kind !== 'regression') throw new TypeError(`The model tells ${task.labels.join(', ')} apart; it predicts no numbers.`);
    const answers = new Float64Array(rows.rows);
    let row = 0;
    for await (const [scaled] of this.outputs(rows, options)) answers[row++] = unscaleNumber(task.scaler, scaled!);
    return answers;
  }

  /** Frees ONNX Runtime's memory. */
  close(): Promise<void> {
    return this.session.release();
  }

  /** The network's answer to each row; throws ExampleError where it is not a number. */
  private async* outputs({ rows, numbers, ids }: EncodedRows, { signal, onProgress }: PredictOptions): AsyncGenerator<Float32Array> {
    const width = numbers.length / Math.max(1, rows);
    for (let first = 0; first < rows; first += rowsAtOnce) {
      signal?.throwIfAborted();
      const count = Math.min(rowsAtOnce, rows - first);
      const result = await this.session.run({
        ...(width > 0 && { numbers: new Tensor('float32', numbers.subarray(first * width, (first + count) * width), [count, width]) }),
        ...Object.fromEntries(ids.map((column, index) => [`ids_${index}`, new Tensor('int64', BigInt64Array.from(column.subarray(first, first + count), BigInt), [count])])),
      });
      const output = result[outputName(this.model.task)]!.data as Float32Array; // the graph says float32
      const bad = output.findIndex((value) => !Number.isFinite(value));
      if (bad >= 0) throw new ExampleError(`Row ${first + Math.floor(bad * count / output.length) + 1} gets no finite answer: one of its numbers is too large for the model.`);
      for (let row = 0; row < count; row++) yield output.subarray(row * output.length / count, (row + 1) * output.length / count);
      onProgress?.(first + count);
      await setImmediate();
    }
  }
}

const rowsAtOnce = 4096;
