import type { Value } from '../graph/graph.ts';

/** `x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³)))`: the approximation of GELU that GPT-2 has (Hendrycks and Gimpel 2016). */
export function geluTanh(x: Value): Value {
  const { graph, shape } = x;
  const times = (a: Value, b: Value) => graph.node('Mul', [a, b], shape);
  const plus = (a: Value, b: Value) => graph.node('Add', [a, b], shape);
  const polynomial = (constant: number, quadratic: number) => plus(times(times(x, x), graph.float(quadratic)), graph.float(constant));
  const curve = () => graph.node('Tanh', [times(x, polynomial(root, root * cubic))], shape);
  const half = (bent: Value) => plus(times(bent, graph.float(0.5)), graph.float(0.5));
  const y = graph.target.fused ? graph.node('FastGelu', [x], shape, { domain: 'com.microsoft' }) : times(x, half(curve()));
  return graph.differentiable(y, [
    [x, (dy) => {
      const bent = curve();
      const slope = graph.node('Sub', [graph.float(1), times(bent, bent)], shape);
      const inner = times(x, polynomial(root / 2, root * cubic * 1.5));
      return times(dy, plus(half(bent), times(slope, inner)));
    }],
  ]);
}

const root = Math.sqrt(2 / Math.PI);
const cubic = 0.044715;
