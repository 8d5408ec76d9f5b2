import { checkGradient, multiply, sigmoid, type Value } from '@millrace/nn';

/** `log(1 + exp(x))`, element by element: the forward pass in operations of ONNX and, beside it, how a gradient comes back through it. */
export function softplus(x: Value): Value {
  const on = (type: string, ...inputs: Value[]) => x.graph.node(type, inputs, x.shape);
  const tail = on('Log', on('Add', on('Exp', on('Neg', on('Abs', x))), x.graph.float(1))); // exp of a large x would overflow
  return x.graph.differentiable(on('Add', on('Relu', x), tail), [
    [x, (dy) => multiply(dy, sigmoid(x))],
  ]);
}

/** Its gradient check: the largest difference from central differences in float64. */
export const softplusError = () => checkGradient({ shapes: [[3, 4]], build: ([x]) => softplus(x!) });
