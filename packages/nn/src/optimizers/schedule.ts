/** How the learning rate moves over a run. `warmup` is the share of the steps over which it rises from 0. */
export type ScheduleConfig =
  | { readonly kind: 'constant'; readonly warmup?: number }
  | { readonly kind: 'linear'; readonly warmup?: number };

/**
 * The factor on the learning rate at a step (counted from 0) of `steps`. `linear` falls to 0 at the end, as
 * Transformers' `get_linear_schedule_with_warmup`; the first step of a warm-up has factor 0.
 */
export function scheduleFactor({ kind, warmup = 0 }: ScheduleConfig, step: number, steps: number): number {
  const rising = Math.ceil(warmup * steps);
  if (step < rising) return step / Math.max(1, rising);
  return kind === 'constant' ? 1 : Math.max(0, (steps - step) / Math.max(1, steps - rising));
}
