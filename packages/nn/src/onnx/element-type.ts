import type { ElementType } from '../graph/graph.ts';

/** `TensorProto.DataType` of onnx.proto. */
export const elementTypeCode: Readonly<Record<ElementType, number>> = { float32: 1, uint8: 2, int64: 7, bool: 9, float16: 10, float64: 11 };
