/** How the learning rate moves over a run. `warmup` is the share of the steps over which it rises from 0. */
export interface ScheduleConfig {
  readonly kind: 'constant' | 'linear' | 'cosine';
  readonly warmup?: number;
}

/**
 * The factor on the learning rate at a step (counted from 0) of `steps`. `linear` and `cosine` (half a wave) fall to 0 at the end,
 * as Transformers' `get_linear_schedule_with_warmup` and `get_cosine_schedule_with_warmup`; the first step of a warm-up has factor 0.
 */
export function scheduleFactor({ kind, warmup = 0 }: ScheduleConfig, step: number, steps: number): number {
  const rising = Math.ceil(warmup * steps);
  if (step < rising) return step / Math.max(1, rising);
  if (kind === 'constant') return 1;
  const left = Math.max(0, (steps - step) / Math.max(1, steps - rising));
  return kind === 'linear' ? left : 0.5 * (1 + Math.cos(Math.PI * (1 - left)));
}
