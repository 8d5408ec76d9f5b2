import { formatShape, product } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';
import { add } from './add.ts';
import { matmul } from './matmul.ts';
import { reshape } from './reshape.ts';
import { transpose } from './transpose.ts';
import { overlapAdd, type PerAxis, reach, type WindowAxis, windowAxes, windows } from './windows.ts';

/** How the kernel moves; strides, dilations and groups are 1 and the padding with zeros 0 unless told. */
export interface ConvOptions {
  readonly stride?: PerAxis;
  readonly padding?: PerAxis;
  readonly dilation?: PerAxis;
  /** Channels fall into so many groups, and each output channel reads one of them; as many as channels is depthwise. */
  readonly groups?: number;
}

/** Convolution of `x` [N, C, L] with a weight in PyTorch's layout [out, C/groups, K] and a bias [out]: [N, out, places]. The kernel is not mirrored. */
export function conv1d(x: Value, weight: Value, bias?: Value, options: ConvOptions = {}): Value {
  return conv('conv1d', 1, x, weight, bias, options);
}

/** Convolution of `x` [N, C, H, W] with a weight in PyTorch's layout [out, C/groups, KH, KW] and a bias [out]. The kernel is not mirrored. */
export function conv2d(x: Value, weight: Value, bias?: Value, options: ConvOptions = {}): Value {
  return conv('conv2d', 2, x, weight, bias, options);
}

function conv(operation: string, rank: number, x: Value, weight: Value, bias: Value | undefined, { groups = 1, ...options }: ConvOptions): Value {
  const { graph } = x;
  const [out, width, ...sizes] = weight.shape;
  const fits = sizes.length === rank && weight.shape.every((dim) => typeof dim === 'number') && x.shape[1] === Number(width) * groups
    && Number.isSafeInteger(groups) && groups >= 1 && Number(out) % groups === 0 && (!bias || (bias.shape.length === 1 && bias.shape[0] === out));
  if (!fits) {
    const given = `weight ${formatShape(weight.shape)}${bias ? ` and bias ${formatShape(bias.shape)}` : ''}`;
    throw graph.shapeError(operation, `input ${formatShape(x.shape)} does not fit ${given} in ${groups} ${groups === 1 ? 'group' : 'groups'}`);
  }
  const axes = windowAxes(operation, x, sizes.map(Number), options);
  const y = graph.target.fused ? fused(x, weight, axes, groups) : elementary(x, weight, axes, groups);
  return bias ? add(y, reshape(bias, [out!, ...sizes.map(() => 1)])) : y;
}

/** A product of the weight with the windows of `x`. */
function elementary(x: Value, weight: Value, axes: readonly WindowAxis[], groups: number): Value {
  const out = Number(weight.shape[0]);
  const rows = reshape(weight, [groups, out / groups, product(weight.shape.slice(1))]);
  return reshape(matmul(rows, columns(x, weight, axes, groups)), outputShape(x, weight, axes));
}

/** ONNX Runtime's kernels, which there are in float32 only; for the weight it has none, so its gradient is a product with the windows. */
function fused(x: Value, weight: Value, axes: readonly WindowAxis[], groups: number): Value {
  const { graph } = x;
  const paddings = axes.map(({ padding }) => padding);
  const attributes = {
    group: { int: groups }, kernel_shape: { ints: axes.map(({ size }) => size) }, strides: { ints: axes.map(({ stride }) => stride) },
    pads: { ints: [...paddings, ...paddings] }, dilations: { ints: axes.map(({ dilation }) => dilation) },
  };
  const y = graph.node('Conv', [x, weight], outputShape(x, weight, axes), { attributes });
  return graph.differentiable(y, [
    [x, (dy) => {
      if (groups > 1 && !graph.target.groupedConvTranspose) return spread(dy, x, weight, axes, groups);
      const unread = axes.map((axis) => axis.length + 2 * axis.padding - reach(axis) - (axis.places - 1) * axis.stride);
      return graph.node('ConvTranspose', [dy, weight], x.shape, { attributes: { ...attributes, output_padding: { ints: unread } } });
    }],
    [weight, (dy) => {
      const channels = Number(weight.shape[0]) / groups;
      const errors = exampleColumns(reshape(dy, [x.shape[0]!, groups, channels, product(dy.shape.slice(2))]));
      return reshape(matmul(errors, exampleColumns(columns(x, weight, axes, groups)), { transposeB: true }), weight.shape);
    }],
  ]);
}

/** The gradient of `x` as a product: what each place of the kernel gives back to what it has read. */
function spread(dy: Value, x: Value, weight: Value, axes: readonly WindowAxis[], groups: number): Value {
  const [batch, channels] = x.shape;
  const channelsOut = Number(weight.shape[0]) / groups;
  const rows = reshape(weight, [groups, channelsOut, product(weight.shape.slice(1))]);
  const errors = reshape(dy, [batch!, groups, channelsOut, product(dy.shape.slice(2))]);
  const entries = matmul(rows, errors, { transposeA: true });
  return overlapAdd(reshape(entries, [batch!, channels!, product(weight.shape.slice(2)), errors.shape[3]!]), x.shape, axes);
}

/** What each place of the kernel reads, a column for each: [N, groups, C/groups·K, places]. */
function columns(x: Value, weight: Value, axes: readonly WindowAxis[], groups: number): Value {
  const entries = windows(x, axes, 0);
  return reshape(entries, [x.shape[0]!, groups, product(weight.shape.slice(1)), entries.shape[3]!]);
}

/** [N, groups, R, L] as [groups, R, N·L], so that one product sums over the examples too. */
function exampleColumns(x: Value): Value {
  const [batch, groups, rows, places] = x.shape;
  return reshape(transpose(x, [1, 2, 0, 3]), [groups!, rows!, product([batch!, places!])]);
}

function outputShape(x: Value, weight: Value, axes: readonly WindowAxis[]) {
  return [x.shape[0]!, weight.shape[0]!, ...axes.map(({ places }) => places)];
}
