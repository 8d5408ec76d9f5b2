import type { Kernels } from './kernels.ts';

/** An update rule and its settings; defaults are PyTorch's. Weight decay is coupled in Adam and SGD, decoupled in AdamW. */
export type OptimizerConfig =
  | {
    readonly kind: 'adam' | 'adamw';
    readonly betas?: readonly [number, number];
    readonly epsilon?: number;
    /** Default 0.01 for AdamW, 0 for Adam. */
    readonly weightDecay?: number;
    readonly decays?: DecayedParameters;
  }
  | { readonly kind: 'sgd'; readonly momentum?: number; readonly weightDecay?: number; readonly decays?: DecayedParameters };

/**
 * What weight decay acts on: every parameter (PyTorch's single group, the default), or matrices only, which spares biases and
 * the weights of norms as is usual with transformers.
 */
export type DecayedParameters = 'all' | 'matrices';

/** Whether weight decay acts on a parameter of this shape. */
export function decays({ decays: which = 'all' }: OptimizerConfig, shape: readonly number[]): boolean {
  return which === 'all' || shape.length > 1;
}

/** Byte addresses of parameters that are updated alike, of their gradients, and of the optimizer's state. */
export interface OptimizerSpan {
  readonly parameters: number;
  readonly gradients: number;
  readonly state: readonly number[];
  readonly bytes: number;
  /** Whether weight decay acts on them. */
  readonly decays: boolean;
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

/**
 * The numbers of an update that change from step to step: what the (first) moment is multiplied by, what is left of a parameter after
 * decoupled weight decay, and the correction of Adam's root.
 */
export function updateFactors(config: OptimizerConfig, { count, learningRate }: Pick<UpdateStep, 'count' | 'learningRate'>) {
  if (config.kind === 'sgd') return { step: learningRate, keep: 1, rootCorrection: 1 };
  const { betas: [beta1, beta2] } = adamSettings(config);
  return {
    step: learningRate / (1 - beta1 ** count), keep: config.kind === 'adamw' ? 1 - learningRate * weightDecayOf(config) : 1,
    rootCorrection: 1 / Math.sqrt(1 - beta2 ** count),
  };
}

/** Adam's settings with PyTorch's defaults. */
export function adamSettings({ betas = [0.9, 0.999], epsilon = 1e-8 }: Extract<OptimizerConfig, { betas?: unknown }>): { readonly betas: readonly [number, number]; readonly epsilon: number } {
  return { betas, epsilon };
}

/** The weight decay, with PyTorch's default. */
export function weightDecayOf({ kind, weightDecay = kind === 'adamw' ? 0.01 : 0 }: OptimizerConfig): number {
  return weightDecay;
}

/** Updates the parameters in place (Kingma and Ba 2015; Loshchilov and Hutter 2019; PyTorch's SGD). */
export function update(kernels: Kernels, span: OptimizerSpan, config: OptimizerConfig, { count, learningRate, gradientScale }: UpdateStep): void {
  const decay = span.decays ? weightDecayOf(config) : 0;
  if (config.kind === 'sgd') {
    const { momentum = 0 } = config;
    inStretches(span, (parameters, gradients, bytes, [momentum1 = gradients]) => {
      kernels.sgd(parameters, gradients, momentum1, bytes, gradientScale, decay, momentum, learningRate);
    });
    return;
  }
  const { betas: [beta1, beta2], epsilon } = adamSettings(config);
  const { step, keep, rootCorrection } = updateFactors(config, { count, learningRate });
  const decoupled = config.kind === 'adamw';
  inStretches(span, (parameters, gradients, bytes, [mean, square]) => {
    kernels.adam(
      parameters, gradients, mean!, square!, bytes,
      gradientScale, decoupled ? 0 : decay, span.decays ? keep : 1,
      beta1, 1 - beta1, beta2, 1 - beta2, step, rootCorrection, epsilon,
    );
  });
}

type UpdateStretch = (parameters: number, gradients: number, bytes: number, state: readonly number[]) => void;

/** Stretch by stretch, so that V8 can exchange the quickly compiled kernel for the optimized one while the first update runs. */
function inStretches({ parameters, gradients, bytes, state }: OptimizerSpan, updateStretch: UpdateStretch): void {
  for (let start = 0; start < bytes; start += stretchBytes) {
    updateStretch(parameters + start, gradients + start, Math.min(stretchBytes, bytes - start), state.map((slot) => slot + start));
  }
}

const stretchBytes = 2 ** 18;
