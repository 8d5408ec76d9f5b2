import type { Chart } from '@millrace/sdk';
import type { EpochResult, StepProgress } from '@millrace/nn';

const mostPoints = 200;

type Curve = 'loss' | 'accuracy';

/** Remembers what training reported, and draws it. */
export class TrainingCurves {
  private readonly steps: Pick<StepProgress, 'step' | Curve>[] = [];
  private readonly validation: { readonly step: number; readonly loss: number; readonly accuracy: number }[] = [];

  addStep({ step, loss, accuracy }: StepProgress): void {
    this.steps.push({ step, loss, accuracy });
  }

  addEpoch({ evaluation }: EpochResult): void {
    if (evaluation) this.validation.push({ step: this.steps.length, ...evaluation });
  }

  /** The curve over the steps, each point the mean of a few of them, with the validation after each epoch. */
  chart(curve: Curve): Chart {
    const title = curve === 'loss' ? 'Loss' : 'Accuracy';
    const validation = this.validation.map((point): [number, number] => [point.step, point[curve]]);
    return {
      type: 'line', title, x: 'Step', y: title,
      series: [{ name: 'training', points: this.averaged(curve) }, ...(validation.length > 0 ? [{ name: 'validation', points: validation }] : [])],
    };
  }

  private averaged(curve: Curve): [number, number][] {
    const width = Math.ceil(this.steps.length / mostPoints);
    const points: [number, number][] = [];
    for (let start = 0; start < this.steps.length; start += width) {
      const some = this.steps.slice(start, start + width);
      points.push([some.at(-1)?.step ?? 0, some.reduce((sum, step) => sum + step[curve], 0) / some.length]);
    }
    return points;
  }
}
