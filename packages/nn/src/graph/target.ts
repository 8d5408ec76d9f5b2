/**
 * What a graph is emitted for: the type of its numbers, and the kernels of ONNX Runtime that its device has. What it has not is made
 * of elementary operations.
 */
export interface Target {
  readonly name: 'cpu' | 'webgpu' | 'cuda' | 'f64';
  readonly float: 'float32' | 'float64';
  /** Kernels of whole functions, which there are in float32 only: Gelu, Conv, LayerNormalization with its mean and deviation, and more. */
  readonly fused: boolean;
  /** FusedMatMul, which reads its operands transposed and scales the product. */
  readonly fusedMatmul: boolean;
  readonly logSoftmax: boolean;
  /** ConvTranspose of channels in groups. WebGPU's is wrong where a group has one channel (ONNX Runtime 1.30). */
  readonly groupedConvTranspose: boolean;
  /** Matrix products take their operands in this type, and their result goes back to `float`; as the graph's other numbers unless told. */
  readonly matmulType?: 'float16';
}

/** ONNX Runtime's CPU provider in float32: what trains and serves. */
export const cpu: Target = { name: 'cpu', float: 'float32', fused: true, fusedMatmul: true, logSoftmax: true, groupedConvTranspose: true };

/** ONNX Runtime's WebGPU provider in float32. Kernels that it lacks would run on the processor, with a copy there and back. */
export const webgpu: Target = { name: 'webgpu', float: 'float32', fused: true, fusedMatmul: false, logSoftmax: false, groupedConvTranspose: false };

/** ONNX Runtime's CUDA provider in float32. */
export const cuda: Target = { name: 'cuda', float: 'float32', fused: true, fusedMatmul: true, logSoftmax: true, groupedConvTranspose: true };

/** Elementary operations in float64: slow, the reference that tests compare the others with. */
export const f64: Target = { name: 'f64', float: 'float64', fused: false, fusedMatmul: false, logSoftmax: true, groupedConvTranspose: false };

/**
 * The target with matrix products in half precision (Micikevicius et al. 2018); everything else stays in `float`. Its numbers reach from
 * 6e-8 to 65504, so that the loss must be scaled.
 */
export function halfPrecision(target: Target): Target {
  return { ...target, fusedMatmul: false, matmulType: 'float16' };
}
