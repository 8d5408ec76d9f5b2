import { type Dim, formatShape, type Shape } from '../graph/shape.ts';
import type { Graph, Value } from '../graph/graph.ts';
import { reshape } from './reshape.ts';

/** How a window moves along one axis: `size` entries, `dilation` apart, every `stride`, over `length` entries with `padding` on both sides. */
export interface WindowAxis {
  readonly length: number;
  readonly size: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  /** How many places the window takes. */
  readonly places: number;
}

/** A number for every spatial axis, or one for each. */
export type PerAxis = number | readonly number[];

/** What decides where windows lie; strides and dilations are 1 and the padding 0 unless told. */
export interface WindowOptions {
  readonly stride?: PerAxis;
  readonly padding?: PerAxis;
  readonly dilation?: PerAxis;
  /** Also takes a last window that reaches past the end, if it starts inside the input or its left padding. */
  readonly ceilMode?: boolean;
}

/** Where windows of `sizes` lie on `x` [N, C, ...spatial], whose spatial sizes must be known. `operation` names who asks in errors. */
export function windowAxes(operation: string, x: Value, sizes: readonly number[], options: WindowOptions): readonly WindowAxis[] {
  const { graph, shape } = x;
  const rank = sizes.length;
  if (shape.length !== rank + 2) throw graph.shapeError(operation, `input ${formatShape(shape)} must have ${rank + 2} axes: [N, C${rank === 1 ? ', L' : ', H, W'}]`);
  const { stride = 1, padding = 0, dilation = 1, ceilMode = false } = options;
  return sizes.map((size, axis) => {
    const length = shape[axis + 2]!;
    if (typeof length !== 'number') throw graph.shapeError(operation, `the size "${length}" of input ${formatShape(shape)} must be known`);
    const each = {
      length, size, stride: of(graph, operation, { stride }, rank, axis, 1),
      padding: of(graph, operation, { padding }, rank, axis, 0), dilation: of(graph, operation, { dilation }, rank, axis, 1),
    };
    const room = length + 2 * each.padding - reach(each);
    if (room < 0) throw graph.shapeError(operation, `a window over ${reach(each)} entries does not fit ${length} of input ${formatShape(shape)} with padding ${each.padding}`);
    let places = (ceilMode ? Math.ceil(room / each.stride) : Math.floor(room / each.stride)) + 1;
    if (ceilMode && (places - 1) * each.stride >= length + each.padding) places--;
    return { ...each, places };
  });
}

function of(graph: Graph, operation: string, option: Readonly<Record<string, PerAxis>>, rank: number, axis: number, least: number): number {
  const [[name, given]] = Object.entries(option) as [[string, PerAxis]];
  const list = typeof given === 'number' ? Array.from({ length: rank }, () => given) : given;
  if (list.length !== rank || !list.every((each) => Number.isSafeInteger(each) && each >= least)) {
    throw graph.shapeError(operation, `${name} must be ${rank === 1 ? 'a whole number' : `one or ${rank} whole numbers`} of at least ${least}, not ${list.join(', ')}`);
  }
  return list[axis]!;
}

/** How many entries a window spans, gaps included. */
export function reach({ size, dilation }: Pick<WindowAxis, 'size' | 'dilation'>): number {
  return (size - 1) * dilation + 1;
}

/**
 * The windows of `x` [N, C, ...spatial] as [N, C, K, L]: K entries in each of L places, both in row-major order. Entries of the
 * padding are `fill`. Made of slices, and its gradient of sums of padded slices: ONNX Runtime's scatter loses updates.
 */
export function windows(x: Value, axes: readonly WindowAxis[], fill: number): Value {
  const { graph } = x;
  const [batch, channels] = x.shape as readonly [Dim, Dim];
  const count = axes.reduce((product, { places }) => product * places, 1);
  const offsets = positions(axes);
  const padded = pad(x, axes.map(({ padding }) => padding), axes.map((each) => paddedLength(each) - each.padding - each.length), fill);
  const slices = offsets.map((offset) => reshape(slice(padded, axes, offset), [batch, channels, 1, count]));
  const whole = [batch, channels, offsets.length, count];
  const y = slices.length === 1 ? slices[0]! : graph.node('Concat', slices, whole, { attributes: { axis: { int: 2 } } });
  return graph.differentiable(y, [[x, (dy) => overlapAdd(dy, x.shape, axes)]]);
}

/** The gradient of `windows`: every entry of `x` gets the sum of the entries [N, C, K, L] that were read from it. */
export function overlapAdd(dy: Value, shape: Shape, axes: readonly WindowAxis[]): Value {
  const { graph } = dy;
  const [batch, channels] = shape as readonly [Dim, Dim];
  const parts = positions(axes).map((offset, index) => {
    const one = graph.node('Slice', [dy, graph.integers([index]), graph.integers([index + 1]), graph.integers([2])], dy.shape.with(2, 1));
    const spread = spreadOut(reshape(one, [batch, channels, ...axes.map(({ places }) => places)]), axes);
    return pad(spread, offset, axes.map((each, axis) => spreadLength(each) - offset[axis]! - each.places * each.stride), 0);
  });
  const sum = parts.reduce((a, b) => graph.node('Add', [a, b], a.shape));
  const starts = axes.map(({ padding }) => padding);
  const ends = axes.map(({ padding, length }) => padding + length);
  return graph.node('Slice', [sum, graph.integers(starts), graph.integers(ends), graph.integers(axes.map((_, axis) => axis + 2))], shape);
}

/** Every position in a window, in row-major order, as steps from its first entry. */
function positions(axes: readonly WindowAxis[]): readonly (readonly number[])[] {
  return axes.reduce<readonly (readonly number[])[]>(
    (all, { size, dilation }) => all.flatMap((position) => Array.from({ length: size }, (_, index) => [...position, index * dilation])), [[]],
  );
}

/** The length with the padding that windows reach: behind it there may be less than `padding`, or more in ceil mode. */
function paddedLength(axis: WindowAxis): number {
  return Math.max(axis.padding + axis.length, (axis.places - 1) * axis.stride + reach(axis));
}

function spreadLength(axis: WindowAxis): number {
  return Math.max(axis.padding + axis.length, axis.places * axis.stride + reach(axis) - 1);
}

function pad(x: Value, before: readonly number[], after: readonly number[], fill: number): Value {
  if ([...before, ...after].every((each) => each === 0)) return x;
  const { graph } = x;
  const shape = x.shape.map((dim, axis) => (axis < 2 ? dim : Number(dim) + before[axis - 2]! + after[axis - 2]!));
  return graph.node('Pad', [x, graph.integers([0, 0, ...before, 0, 0, ...after]), graph.float(fill)], shape);
}

function slice(x: Value, axes: readonly WindowAxis[], offset: readonly number[]): Value {
  const { graph } = x;
  const ends = axes.map(({ places, stride }, axis) => offset[axis]! + (places - 1) * stride + 1);
  const order = graph.integers(axes.map((_, axis) => axis + 2));
  const steps = graph.integers(axes.map(({ stride }) => stride));
  return graph.node('Slice', [x, graph.integers(offset), graph.integers(ends), order, steps], [...x.shape.slice(0, 2), ...axes.map(({ places }) => places)]);
}

/** Puts stride - 1 zeros behind each entry. */
function spreadOut(x: Value, axes: readonly WindowAxis[]): Value {
  if (axes.every(({ stride }) => stride === 1)) return x;
  const { graph } = x;
  const front = x.shape.slice(0, 2);
  const apart = reshape(x, [...front, ...axes.flatMap(({ places }) => [places, 1])]);
  const none = apart.shape.map(() => 0);
  const behind = [0, 0, ...axes.flatMap(({ stride }) => [0, stride - 1])];
  const filled = graph.node('Pad', [apart, graph.integers([...none, ...behind])], [...front, ...axes.flatMap(({ places, stride }) => [places, stride])]);
  return reshape(filled, [...front, ...axes.map(({ places, stride }) => places * stride)]);
}
