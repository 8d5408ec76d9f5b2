import type { Graph, Value } from '../graph/graph.ts';
import { formatShape, type Shape } from '../graph/shape.ts';
import { sumTo } from './sum-to.ts';

/** Each row of `x` [..., H] shifted and scaled to mean 0 and variance 1, then `· weight + bias` (both [H]). Ba et al. 2016. */
export function layerNorm(x: Value, weight: Value, bias: Value, epsilon: number): Value {
  const { graph } = x;
  const width = x.shape.at(-1);
  if (width === undefined || weight.shape.length !== 1 || weight.shape[0] !== width || bias.shape.length !== 1 || bias.shape[0] !== width) {
    throw graph.shapeError('layerNorm', `input ${formatShape(x.shape)} does not fit weight ${formatShape(weight.shape)} and bias ${formatShape(bias.shape)}`);
  }
  const { y, mean, inverseDeviation } = graph.target.fused ? fused(x, weight, bias, epsilon) : elementary(x, weight, bias, epsilon);
  const on = arithmetic(graph, x.shape);
  const normalised = () => on.multiply(on.subtract(x, mean), inverseDeviation);
  return graph.differentiable(y, [
    [x, (dy) => {
      const scaled = on.multiply(dy, weight);
      const alongNormalised = rowMean(on.multiply(scaled, normalised()));
      const rest = on.subtract(on.subtract(scaled, rowMean(scaled)), on.multiply(normalised(), alongNormalised));
      return on.multiply(rest, inverseDeviation);
    }],
    [weight, (dy) => sumTo(on.multiply(dy, normalised()), weight.shape)],
    [bias, (dy) => sumTo(dy, bias.shape)],
  ]);
}

function fused(x: Value, weight: Value, bias: Value, epsilon: number) {
  const rows = [...x.shape.slice(0, -1), 1];
  const [y, mean, inverseDeviation] = x.graph.nodeWithOutputs('LayerNormalization', [x, weight, bias], [x.shape, rows, rows], {
    attributes: { axis: { int: -1 }, epsilon: { float: epsilon } }, elementType: x.type,
  });
  return { y: y!, mean: mean!, inverseDeviation: inverseDeviation! };
}

function elementary(x: Value, weight: Value, bias: Value, epsilon: number) {
  const { graph } = x;
  const on = arithmetic(graph, x.shape);
  const mean = rowMean(x);
  const centred = on.subtract(x, mean);
  const variance = rowMean(on.multiply(centred, centred));
  const deviation = graph.node('Sqrt', [graph.node('Add', [variance, graph.float(epsilon)], variance.shape)], variance.shape);
  const inverseDeviation = graph.node('Reciprocal', [deviation], variance.shape);
  const y = graph.node('Add', [on.multiply(on.multiply(centred, inverseDeviation), weight), bias], x.shape);
  return { y, mean, inverseDeviation };
}

function rowMean(x: Value): Value {
  return x.graph.node('ReduceMean', [x, x.graph.integers([-1])], [...x.shape.slice(0, -1), 1], { attributes: { keepdims: { int: 1 } } });
}

function arithmetic(graph: Graph, shape: Shape) {
  return {
    multiply: (a: Value, b: Value) => graph.node('Mul', [a, b], shape),
    subtract: (a: Value, b: Value) => graph.node('Sub', [a, b], shape),
  };
}
