/** The scale of the loss where it stands. */
export interface LossScaleState {
  readonly factor: number;
  /** Steps since it last changed. */
  readonly steps: number;
}

/**
 * What the loss is multiplied by in half precision, so that small gradients do not vanish: a power of two that halves when a gradient
 * overflows and doubles after many steps without (Micikevicius et al. 2018).
 */
export class LossScale {
  constructor(private current: LossScaleState = { factor: 2 ** 15, steps: 0 }, private readonly doublesAfter = 2_000) {}

  get state(): LossScaleState {
    return this.current;
  }

  /** All gradients of a step were finite. */
  grow(): void {
    const steps = this.current.steps + 1;
    this.current = steps < this.doublesAfter ? { ...this.current, steps } : { factor: Math.min(largest, this.current.factor * 2), steps: 0 };
  }

  /** Some gradient was not finite. Answers whether a smaller scale is worth a try: below 1 it is the training that diverges. */
  shrink(): boolean {
    this.current = { factor: this.current.factor / 2, steps: 0 };
    return this.current.factor >= 1;
  }
}

const largest = 2 ** 24;
