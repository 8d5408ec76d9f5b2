import { ShapeError } from '../nn-error.ts';
import { type Dim, elementCount, formatShape, type Shape } from './shape.ts';
import type { Target } from './target.ts';

/** The element types that a graph's values have. */
export type ElementType = 'float16' | 'float32' | 'float64' | 'int64' | 'uint8' | 'bool';

/** The bytes of one element. */
export const elementBytes: Readonly<Record<ElementType, number>> = { float16: 2, float32: 4, float64: 8, int64: 8, uint8: 1, bool: 1 };

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
export type Initial =
  | { readonly fill: number }
  | { readonly normal: number; readonly zeroRow?: number }
  /** Every number between -uniform and uniform is equally likely. */
  | { readonly uniform: number };

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

/** How the gradient of one input follows from the gradient of the output. A gather answers with rows. */
export type Vjp = (gradient: Value) => Value | SparseRows;

/** The gradient of a table of which a few rows were read: row `indices[i]` gets `rows[i]`, rows read twice get both. */
export interface SparseRows {
  readonly indices: Value;
  readonly rows: Value;
  /** A row that learns nothing, as `padding_idx` of PyTorch's Embedding. */
  readonly frozenRow: number | undefined;
}

/**
 * What `sumRows` reads instead of the indices themselves, which whoever runs the graph works out of them (`sortRows`): inputs of the graph.
 * Either the order of the rows by index, each row's place among those of its index and each index's last row; or ones where an index reads a row.
 */
export interface RowOrder {
  readonly indices: Value;
  /** Rows of the table. */
  readonly count: number;
  readonly frozenRow: number | undefined;
  readonly inputs: { readonly order: Value; readonly place: Value; readonly last: Value } | { readonly reads: Value };
}

/** As `Vjp`, for an operation with several outputs: it gets the gradient of each, in their order. */
export type JointVjp = (gradients: readonly Value[]) => Value | SparseRows;

interface TapeEntry {
  readonly outputs: readonly Value[];
  readonly inputs: readonly (readonly [Value, JointVjp])[];
  readonly scope: readonly string[];
}

/**
 * A computation under construction: inputs, parameters, constants and ONNX nodes, in an order in which they can run.
 * It also keeps the tape that `gradients` walks backwards. Equal nodes are made once.
 */
export class Graph {
  readonly inputs: Value[] = [];
  readonly parameters = new Map<string, Parameter>();
  readonly constants: Constant[] = [];
  readonly nodes: GraphNode[] = [];
  readonly tape: TapeEntry[] = [];
  /** The dropout masks that whoever runs the graph must fill: ones with probability `keep`, else zeros. */
  readonly dropoutMasks: { readonly mask: Value; readonly keep: number }[] = [];
  /** The orders of rows that whoever runs the graph must fill. */
  readonly rowOrders: RowOrder[] = [];
  private scopes: readonly string[] = [];
  private readonly known = new Map<string, readonly Value[]>();
  private readonly requiring = new WeakSet<Value>();

  /** `training` switches dropout on. Parameters that `isFrozen` get no gradient, and nothing is computed for one. */
  constructor(readonly target: Target, readonly training: boolean, private readonly isFrozen: (parameter: string) => boolean = () => false) {}

  /** Runs `build` inside a layer: its parameters are named under it and its errors say so. */
  within<T>(layer: string, build: () => T): T {
    return this.inScope([...this.scopes, layer], build);
  }

  /** A tensor that whoever runs the graph passes in. */
  input(name: string, shape: Shape, type: ElementType = this.target.float): Value {
    const value = this.value(name, shape, type);
    this.inputs.push(value);
    return value;
  }

  /** A trainable tensor, named `<layer>.<name>`; asked for twice, it is the same one. */
  parameter(name: string, shape: readonly number[], initial: Initial): Parameter {
    const full = [...this.scopes, name].join('.');
    const existing = this.parameters.get(full);
    if (existing) return existing;
    const parameter: Parameter = { ...this.value(full, shape, this.target.float), shape, initial, requiresGradient: !this.isFrozen(full) };
    this.parameters.set(full, parameter);
    return parameter;
  }

  /** Floating-point numbers written into the graph. */
  floats(numbers: readonly number[], shape: Shape = [numbers.length]): Value {
    const data = this.target.float === 'float32' ? Float32Array.from(numbers) : Float64Array.from(numbers);
    return this.constant(data, shape, this.target.float);
  }

  /** One floating-point number. */
  float(number: number): Value {
    return this.floats([number], []);
  }

  /** Whole numbers written into the graph, as ONNX wants its shapes and axes. */
  integers(numbers: readonly number[], shape: Shape = [numbers.length]): Value {
    return this.constant(BigInt64Array.from(numbers, BigInt), shape, 'int64');
  }

  /** Adds one ONNX operation with one output, of the type of its first input unless told. */
  node(
    type: string, inputs: readonly Value[], shape: Shape,
    { attributes = {}, elementType = inputs[0]?.type ?? this.target.float, domain = '' }: {
      attributes?: Readonly<Record<string, Attribute>>; elementType?: ElementType; domain?: string;
    } = {},
  ): Value {
    return this.nodeWithOutputs(type, inputs, [shape], { attributes, elementType, domain })[0]!;
  }

  /** Adds one ONNX operation with several outputs of one type. */
  nodeWithOutputs(
    type: string, inputs: readonly Value[], shapes: readonly Shape[],
    { attributes, elementType, domain = '' }: {
      attributes: Readonly<Record<string, Attribute>>; elementType: ElementType; domain?: string;
    },
  ): readonly Value[] {
    const key = JSON.stringify([domain, type, inputs.map((input) => input.name), attributes, elementType]);
    const same = this.known.get(key);
    if (same) return same;
    const name = [...this.scopes, `${type}_${this.nodes.length}`].join('/');
    const outputs = shapes.map((shape, index) => this.value(index === 0 ? name : `${name}:${index}`, shape, elementType));
    this.nodes.push({ type, domain, inputs, outputs, attributes });
    this.known.set(key, outputs);
    return outputs;
  }

  /** Records how gradients flow back through `output`, and returns it. */
  differentiable(output: Value, inputs: readonly (readonly [Value, Vjp])[]): Value {
    this.differentiableTogether([output], inputs.map(([input, vjp]) => [input, ([gradient]) => vjp(gradient!)]));
    return output;
  }

  /** As `differentiable`, for an operation with several outputs. */
  differentiableTogether(outputs: readonly Value[], inputs: readonly (readonly [Value, JointVjp])[]): readonly Value[] {
    const through = inputs.filter(([input]) => input.requiresGradient);
    if (through.length === 0 || this.requiring.has(outputs[0]!)) return outputs; // an equal node is on the tape already
    for (const output of outputs) this.requiring.add(output);
    this.tape.push({ outputs, inputs: through, scope: this.scopes });
    return outputs;
  }

  /** Runs `build` where the tape entry was recorded, so that backward nodes carry the layer's name. */
  backwardOf<T>(entry: TapeEntry, build: () => T): T {
    return this.inScope([...entry.scope, 'backward'], build);
  }

  /** The input that carries a symbolic axis, and which axis of it that is. */
  sourceOf(dim: string): { readonly input: Value; readonly axis: number } {
    for (const input of this.inputs) {
      const axis = input.shape.indexOf(dim);
      if (axis >= 0) return { input, axis };
    }
    throw new Error(`No input of the graph has an axis "${dim}".`);
  }

  /** A one-element int64 tensor with the size of an axis, read when the graph runs if it must be. */
  sizeOf(dim: Dim): Value {
    if (typeof dim === 'number') return this.integers([dim]);
    const { input, axis } = this.sourceOf(dim);
    return this.node('Shape', [input], [1], { attributes: { start: { int: axis }, end: { int: axis + 1 } }, elementType: 'int64' });
  }

  /** The error for shapes that do not fit, naming the layer. */
  shapeError(operation: string, explanation: string): ShapeError {
    const layer = this.scopes.length ? `${this.scopes.join('.')}: ` : '';
    return new ShapeError(`${layer}${operation}: ${explanation}`);
  }

  private constant(data: Constant['data'], shape: Shape, type: ElementType): Value {
    if (data.length !== elementCount(shape)) throw this.shapeError('constant', `${data.length} numbers do not fill ${formatShape(shape)}`);
    const key = `constant ${type} ${formatShape(shape)} ${data.join()}`;
    const same = this.known.get(key)?.[0];
    if (same) return same;
    const value = this.value(`constant_${this.constants.length}`, shape, type);
    this.constants.push({ value, data });
    this.known.set(key, [value]);
    return value;
  }

  private value(name: string, shape: Shape, type: ElementType): Value {
    const requiring = this.requiring;
    return { graph: this, name, shape, type, get requiresGradient() { return requiring.has(this); } };
  }

  private inScope<T>(scopes: readonly string[], build: () => T): T {
    const outer = this.scopes;
    this.scopes = scopes;
    try {
      return build();
    } finally {
      this.scopes = outer;
    }
  }
}
