import { elementTypeCode } from '../onnx/element-type.ts';
import type { ElementType, Value } from '../graph/graph.ts';

/** The same numbers in another type; no gradient passes. */
export function cast(x: Value, type: ElementType): Value {
  if (x.type === type) return x;
  return x.graph.node('Cast', [x], x.shape, { attributes: { to: { int: elementTypeCode[type] } }, elementType: type });
}

/** Whole numbers or truth values as the graph's floating-point type; no gradient passes. */
export function castToFloat(x: Value): Value {
  return cast(x, x.graph.target.float);
}
