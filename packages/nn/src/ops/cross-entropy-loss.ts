import { formatShape, sameShape } from '../graph/shape.ts';
import type { Value } from '../graph/graph.ts';
import { castToFloat } from './cast.ts';
import { logSoftmax } from './log-softmax.ts';
import { multiply } from './multiply.ts';
import { reshape } from './reshape.ts';
import { scale } from './scale.ts';
import { sumTo } from './sum-to.ts';

/** What PyTorch's CrossEntropyLoss can be told; each has the same default there. */
export interface CrossEntropyOptions {
  /** A factor for each class. The mean is then over the weights of the labels, not over their number. */
  readonly classWeights?: readonly number[];
  /** The share of a label, from 0 up to 1, that is spread evenly over all classes (Szegedy et al. 2016). */
  readonly labelSmoothing?: number;
  /** The label that means "none": it costs nothing and does not count. Default -100. */
  readonly ignoreIndex?: number;
  readonly reduction?: 'mean' | 'sum' | 'none';
}

/**
 * Cross entropy of logits [N, C, ...] and labels int64 [N, ...], as PyTorch's CrossEntropyLoss: a scalar, or [N, ...] without
 * reduction. The mean of labels that are all ignored is not a number. A label outside 0 to C-1 stops the run.
 * `crossEntropy` is the cheaper form for rows with weights of their own.
 */
export function crossEntropyLoss(logits: Value, labels: Value, options: CrossEntropyOptions = {}): Value {
  const { graph, shape } = logits;
  const { labelSmoothing = 0, ignoreIndex = -100, reduction = 'mean' } = options;
  const classes = shape[1];
  if (typeof classes !== 'number' || labels.type !== 'int64' || !sameShape(labels.shape, shape.toSpliced(1, 1))) {
    throw graph.shapeError('crossEntropyLoss', `logits ${formatShape(shape)} do not fit ${labels.type} labels ${formatShape(labels.shape)}; they must be [N, C, ...] and int64 [N, ...]`);
  }
  const { classWeights = Array.from({ length: classes }, () => 1) } = options;
  if (classWeights.length !== classes) throw graph.shapeError('crossEntropyLoss', `${classWeights.length} class weights for ${classes} classes`);
  if (!(labelSmoothing >= 0 && labelSmoothing < 1)) throw graph.shapeError('crossEntropyLoss', `label smoothing must be at least 0 and below 1, not ${labelSmoothing}`);

  const single = shape.with(1, 1);
  const alongClasses = shape.map((_, axis) => (axis === 1 ? classes : 1));
  const label = graph.node('Unsqueeze', [labels, graph.integers([1])], single);
  const ignored = graph.node('Equal', [label, graph.integers([ignoreIndex], [])], single, { elementType: 'bool' });
  const kept = castToFloat(graph.node('Not', [ignored], single));
  const labelWeight = multiply(weightOfLabel(label, ignored, classWeights), kept);
  const isLabel = castToFloat(graph.node('Equal', [label, graph.integers(classWeights.map((_, index) => index), alongClasses)], shape, { elementType: 'bool' }));

  const onLabel = multiply(isLabel, scale(labelWeight, 1 - labelSmoothing));
  const onEvery = multiply(kept, graph.floats(classWeights.map((weight) => (weight * labelSmoothing) / classes), alongClasses));
  const target = labelSmoothing === 0 ? onLabel : graph.node('Add', [onLabel, onEvery], shape);
  const losses = scale(sumTo(multiply(logSoftmax(logits, 1), target), single), -1);
  if (reduction === 'none') return reshape(losses, labels.shape);
  const sum = sumTo(losses, []);
  return reduction === 'sum' ? sum : multiply(sum, graph.node('Reciprocal', [sumTo(labelWeight, [])], []));
}

/** The class weight of each label. A label below 0 is sent past the last class, so that the gather stops the run for it too. */
function weightOfLabel(label: Value, ignored: Value, classWeights: readonly number[]): Value {
  const { graph, shape } = label;
  const index = graph.node('Where', [ignored, graph.integers([0], []), label], shape, { elementType: 'int64' });
  const negative = graph.node('Less', [index, graph.integers([0], [])], shape, { elementType: 'bool' });
  const checked = graph.node('Where', [negative, graph.integers([classWeights.length], []), index], shape, { elementType: 'int64' });
  return graph.node('Gather', [graph.floats(classWeights), checked], shape, { attributes: { axis: { int: 0 } } });
}
