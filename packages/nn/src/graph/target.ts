/**
 * What a graph is emitted for. `fused` allows the kernels that only ONNX Runtime's CPU provider has (FusedMatMul, Gelu,
 * three-output LayerNormalization); without it the graph holds elementary operations only.
 */
export interface Target {
  readonly name: 'cpu' | 'f64';
  readonly float: 'float32' | 'float64';
  readonly fused: boolean;
}

/** ONNX Runtime's CPU provider in float32: what trains and serves. */
export const cpu: Target = { name: 'cpu', float: 'float32', fused: true };

/** Elementary operations in float64: slow, the reference that tests compare `cpu` with. */
export const f64: Target = { name: 'f64', float: 'float64', fused: false };
