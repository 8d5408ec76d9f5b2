import type { Kernels } from './kernels.ts';

/** An update rule and its settings; defaults are PyTorch's. Weight decay is coupled in Adam and SGD, decoupled in AdamW. */
export type OptimizerConfig =
  | {
    readonly kind: 'adam' | 'adamw';
    readonly betas?: readonly [number, number];
    readonly epsilon?: number;
    /** Default 0.01 for AdamW, 0 for Adam. It acts on every parameter. */
    readonly weightDecay?: number;
  }
  | { readonly kind: 'sgd'; readonly momentum?: number; readonly weightDecay?: number };

/** Byte addresses of a model's numbers: parameters, gradients, and the optimizer's state after them. */
export interface OptimizerRegions {
  readonly parameters: number;
  readonly gradients: number;
  readonly state: readonly number[];
  readonly bytes: number;
}

/** One update: the number of updates so far with this one (from 1), the rate, and a factor on the gradients (clipping). */
export interface UpdateStep {
  readonly count: number;
  readonly learningRate: number;
  readonly gradientScale: number;
}

/** How many numbers of state the optimizer keeps for each parameter. */
export function stateSlots(config: OptimizerConfig): number {
  if (config.kind === 'sgd') return config.momentum ? 1 : 0;
  return 2;
}

/** Updates the parameters in place (Kingma and Ba 2015; Loshchilov and Hutter 2019; PyTorch's SGD). */
export function update(kernels: Kernels, regions: OptimizerRegions, config: OptimizerConfig, { count, learningRate, gradientScale }: UpdateStep): void {
  const { parameters, gradients, bytes } = regions;
  if (config.kind === 'sgd') {
    const { momentum = 0, weightDecay = 0 } = config;
    kernels.sgd(parameters, gradients, regions.state[0] ?? gradients, bytes, gradientScale, weightDecay, momentum, learningRate);
    return;
  }
  const { betas: [beta1, beta2] = [0.9, 0.999], epsilon = 1e-8, weightDecay = config.kind === 'adamw' ? 0.01 : 0 } = config;
  const decoupled = config.kind === 'adamw';
  kernels.adam(
    parameters, gradients, regions.state[0]!, regions.state[1]!, bytes,
    gradientScale, decoupled ? 0 : weightDecay, decoupled ? 1 - learningRate * weightDecay : 1,
    beta1, 1 - beta1, beta2, 1 - beta2, learningRate / (1 - beta1 ** count), 1 / Math.sqrt(1 - beta2 ** count), epsilon,
  );
}
