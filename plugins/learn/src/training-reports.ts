import type { TrainingOptions } from '@millrace/nn';
import type { NodeContext } from '@millrace/sdk';
import type { TrainingCurves } from './training-curves.ts';

/** Tells the run of steps and epochs while training goes on: curves, time left, a line of log for each epoch. */
export function trainingReports(curves: TrainingCurves, context: NodeContext): Pick<TrainingOptions, 'onStart' | 'onStep' | 'onEpoch'> {
  return {
    onStart: ({ scores, epochs, steps: all, partsOfLongest }) => {
      scores.forEach((score, index) => curves.addStep({ step: index + 1, score }));
      for (const epoch of epochs) curves.addEpoch(epoch);
      if (scores.length > 0) context.log('info', `Going on from a checkpoint: ${scores.length} of ${all} steps are done.`);
      if (partsOfLongest > 1) context.log('info', `Memory is short: batches of the longest examples are computed in ${partsOfLongest} parts, with the same result.`);
    },
    onStep: (progress) => {
      const { epoch, epochs, step, score, examplesPerSecond, secondsLeft } = progress;
      curves.addStep(progress);
      for (const [name, value] of Object.entries(score)) context.metric(name, value, step);
      context.progress({
        fraction: step / progress.steps, etaSeconds: Math.max(0, secondsLeft), message: `Epoch ${epoch} of ${epochs}, step ${step} of ${progress.steps}`,
        detail: { epoch, epochs, step, steps: progress.steps, ...score, examplesPerSecond },
      });
    },
    onEpoch: (result) => {
      const { epoch, steps, train, evaluation } = result;
      curves.addEpoch(result);
      context.log('info', `Epoch ${epoch}: ${inWords(train)}${evaluation ? `; validation: ${inWords(evaluation)}` : ''}.`);
      for (const [name, value] of Object.entries(evaluation ?? {})) context.metric(`validation ${name}`, value, steps);
    },
  };
}

function inWords({ loss, ...figures }: Readonly<Record<string, number>>): string {
  return [['loss', loss] as const, ...Object.entries(figures)].map(([name, value]) => `${name.replaceAll('_', ' ')} ${value?.toFixed(4)}`).join(', ');
}
