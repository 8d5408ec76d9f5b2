import type { EpochResult, Score, StepProgress } from '@millrace/nn';
import type { Chart } from '@millrace/sdk';

const mostPoints = 200;

interface Point {
  readonly step: number;
  readonly score: Score;
}

/** Remembers what training reported, and draws it. */
export class TrainingCurves {
  private readonly steps: Point[] = [];
  private readonly validation: Point[] = [];

  addStep({ step, score }: Pick<StepProgress, 'step' | 'score'>): void {
    this.steps.push({ step, score });
  }

  addEpoch({ steps, evaluation }: EpochResult): void {
    if (evaluation) this.validation.push({ step: steps, score: evaluation });
  }

  /** The curve of the loss or another figure over the steps, each point the mean of a few of them, with the validation after each epoch. */
  chart(figure: string): Chart {
    const name = figure.replaceAll('_', ' ');
    const title = name.charAt(0).toUpperCase() + name.slice(1);
    const validation = this.validation.flatMap(({ step, score }): [number, number][] => (score[figure] === undefined ? [] : [[step, score[figure]]]));
    return {
      type: 'line', title, x: 'Step', y: title,
      series: [{ name: 'training', points: this.averaged(figure) }, ...(validation.length > 0 ? [{ name: 'validation', points: validation }] : [])],
    };
  }

  private averaged(figure: string): [number, number][] {
    const measured = this.steps.filter(({ score }) => score[figure] !== undefined);
    const width = Math.ceil(measured.length / mostPoints);
    const points: [number, number][] = [];
    for (let start = 0; start < measured.length; start += width) {
      const some = measured.slice(start, start + width);
      points.push([some.at(-1)?.step ?? 0, some.reduce((sum, { score }) => sum + (score[figure] ?? 0), 0) / some.length]);
    }
    return points;
  }
}
