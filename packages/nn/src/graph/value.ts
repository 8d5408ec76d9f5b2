import type { Graph } from './graph.ts';
import type { Shape } from './shape.ts';

/** The element types that a graph's values have. */
export type ElementType = 'float32' | 'float64' | 'int64' | 'uint8' | 'bool';

/** A tensor that a graph computes: its name, type and shape are known while the graph is built, its numbers when it runs. */
export interface Value {
  readonly graph: Graph;
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
  /** Whether a parameter lies somewhere behind it, so that a gradient must pass through it. */
  readonly requiresGradient: boolean;
}

/** How a parameter starts when a model is built from its configuration alone. */
export type Initial = { readonly fill: number } | { readonly normal: number; readonly zeroRow?: number };

/** A trainable value: its name and layout are those of the checkpoint file. */
export interface Parameter extends Value {
  readonly shape: readonly number[];
  readonly initial: Initial;
}

/** An attribute of an ONNX node. */
export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] };

/** One ONNX operation, before it is written out. */
export interface GraphNode {
  readonly type: string;
  /** Empty for ONNX itself, `com.microsoft` for ONNX Runtime's own operations. */
  readonly domain: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** Numbers written into the graph. */
export interface Constant {
  readonly value: Value;
  readonly data: Float32Array | Float64Array | BigInt64Array;
}
