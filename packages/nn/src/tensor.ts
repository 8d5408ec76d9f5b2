/** Numbers in row-major order with their shape. */
export interface FloatTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A model's parameters by name, in the names and layouts of Hugging Face Transformers. */
export type NamedTensors = ReadonlyMap<string, FloatTensor>;
