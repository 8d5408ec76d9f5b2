import { elementTypeCode } from '../onnx/element-type.ts';
import type { Value } from '../graph/graph.ts';

/** Whole numbers or truth values as the graph's floating-point type; no gradient passes. */
export function castToFloat(x: Value): Value {
  const type = x.graph.target.float;
  return x.graph.node('Cast', [x], x.shape, { attributes: { to: { int: elementTypeCode[type] } }, elementType: type });
}
