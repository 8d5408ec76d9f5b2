export { buildNetwork, type BuiltNetwork } from './build-network.ts';
export { train } from './train.ts';
export { predict } from './predict.ts';
export { loadTensorflow, type Engine, type Tensorflow } from './engine.ts';
export { parseNetwork, type Network } from './parse-network.ts';
export type { LayerDescription } from './layer-kinds.ts';
