import type { Value } from '../graph/graph.ts';

/** `x · Φ(x)` with the exact normal distribution function Φ, as BERT has it (Hendrycks and Gimpel 2016). */
export function gelu(x: Value): Value {
  const { graph, shape } = x;
  const times = (a: Value, b: Value) => graph.node('Mul', [a, b], shape);
  const plus = (a: Value, b: Value) => graph.node('Add', [a, b], shape);
  const distribution = () => halfUp(erf(times(x, graph.float(Math.SQRT1_2))));
  const density = () => times(graph.node('Exp', [times(times(x, x), graph.float(-0.5))], shape), graph.float(1 / Math.sqrt(2 * Math.PI)));
  const y = graph.target.fused ? graph.node('Gelu', [x], shape) : times(x, distribution());
  return graph.differentiable(y, [
    [x, (dy) => times(dy, plus(distribution(), times(x, density())))],
  ]);
}

/** `(x + 1) / 2` for x from -1 to 1; the fused form does it in one pass. */
function halfUp(x: Value): Value {
  const { graph, shape } = x;
  if (graph.target.fused) return graph.node('HardSigmoid', [x], shape, { attributes: { alpha: { float: 0.5 }, beta: { float: 0.5 } } });
  const half = graph.float(0.5);
  return graph.node('Add', [graph.node('Mul', [x, half], shape), half], shape);
}

function erf(x: Value): Value {
  return x.graph.target.float === 'float32' ? x.graph.node('Erf', [x], x.shape) : erfSeries(x);
}

/**
 * ONNX Runtime has no float64 Erf, so the reference target sums a series whose terms are all positive:
 * erf(x) = 2x/√π · e^(-x²) · (1 + 2x²/3·(1 + 2x²/5·(1 + …))), Abramowitz and Stegun 7.1.6. Beyond |x| = 6 erf is ±1.
 */
function erfSeries(x: Value): Value {
  const { graph, shape } = x;
  const times = (a: Value, b: Value) => graph.node('Mul', [a, b], shape);
  const bounded = graph.node('Clip', [x, graph.float(-6), graph.float(6)], shape);
  const square = times(bounded, bounded);
  let sum = graph.node('Add', [times(square, graph.float(0)), graph.float(1)], shape);
  for (let term = 150; term >= 1; term--) {
    sum = graph.node('Add', [times(times(square, graph.float(2 / (2 * term + 1))), sum), graph.float(1)], shape);
  }
  const decay = graph.node('Exp', [graph.node('Neg', [square], shape)], shape);
  return times(times(times(bounded, graph.float(2 / Math.sqrt(Math.PI))), decay), sum);
}
