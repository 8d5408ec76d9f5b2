import { Tensor } from 'onnxruntime-node';
import type { Gpt2Config } from '../models/gpt2-config.ts';

/**
 * The keys and values of the tokens that some texts have so far, for every layer: arrays [rows, heads, capacity, H / heads], which
 * ONNX Runtime reads in place. New tokens are written into free places; the arrays grow when there are none.
 */
export class TokenCache {
  /** Tokens of each row. */
  readonly lengths: number[];
  private readonly names: readonly string[];
  private readonly heads: number;
  private readonly width: number;
  private readonly arrays: Float32Array[];
  private capacity = 0;

  constructor({ hiddenLayers, hiddenSize, attentionHeads }: Gpt2Config, rows: number) {
    this.heads = attentionHeads;
    this.width = hiddenSize / attentionHeads;
    this.names = Array.from({ length: hiddenLayers }, (_, layer) => [`${layer}.key`, `${layer}.value`]).flat();
    this.arrays = this.names.map(() => new Float32Array(0));
    this.lengths = Array.from({ length: rows }, () => 0);
  }

  /** The inputs of the generation graph that hold the past. */
  feeds(): Record<string, Tensor> {
    const shape = [this.lengths.length, this.heads, this.capacity, this.width];
    const count = shape.reduce((a, b) => a * b, 1);
    return {
      past_lengths: new Tensor('int64', BigInt64Array.from(this.lengths, BigInt), [this.lengths.length]),
      ...Object.fromEntries(this.names.map((name, index) => [`past_key_values.${name}`, new Tensor('float32', this.arrays[index]!.subarray(0, count), shape)])),
    };
  }

  /** Adds the first `counts[row]` tokens of each row, from the outputs of the generation graph [rows, heads, sequence, H / heads]. */
  append(outputs: Readonly<Record<string, Tensor>>, counts: readonly number[]): void {
    this.reserve(this.lengths.reduce((most, length, row) => Math.max(most, length + counts[row]!), 0));
    this.names.forEach((name, index) => {
      const present = outputs[`present.${name}`]!;
      const from = present.data as Float32Array; // the graph says float32
      const sequence = present.dims[2]!;
      const to = this.arrays[index]!;
      for (let block = 0; block < this.lengths.length * this.heads; block++) {
        const row = Math.floor(block / this.heads);
        const start = block * sequence * this.width;
        to.set(from.subarray(start, start + counts[row]! * this.width), (block * this.capacity + this.lengths[row]!) * this.width);
      }
    });
    counts.forEach((count, row) => { this.lengths[row]! += count; });
  }

  /** Forgets all but these rows (ascending), which move together. */
  keep(rows: readonly number[]): void {
    const size = this.heads * this.capacity * this.width;
    for (const array of this.arrays) rows.forEach((row, place) => array.copyWithin(place * size, row * size, (row + 1) * size));
    const lengths = rows.map((row) => this.lengths[row]!);
    this.lengths.splice(0, this.lengths.length, ...lengths);
  }

  private reserve(needed: number): void {
    if (needed <= this.capacity) return;
    const capacity = Math.ceil((needed * growth) / placesAtOnce) * placesAtOnce;
    const blocks = this.lengths.length * this.heads;
    this.arrays.forEach((array, index) => {
      const larger = new Float32Array(blocks * capacity * this.width);
      const size = this.capacity * this.width;
      for (let block = 0; block < blocks; block++) larger.set(array.subarray(block * size, (block + 1) * size), block * capacity * this.width);
      this.arrays[index] = larger;
    });
    this.capacity = capacity;
  }
}

/** Free places cost a little in every step, moving the arrays a lot now and then. */
const growth = 1.125;
const placesAtOnce = 32;
