import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NnError, saveClassifier, trainClassifier, type TrainingOptions, type TrainingResult } from '@millrace/nn';
import { defineNode, port, UserError, withUserErrors, type Metrics, type NodeContext } from '@millrace/sdk';
import { TokenizerError } from '@millrace/tokenizers';
import { z } from 'zod';
import { modelCard } from './model-card.ts';
import { startingPoint, tokenizerFile } from './starting-point.ts';
import { TrainingCurves } from './training-curves.ts';
import { checkClasses, readLabelled, sameLabels } from './training-data.ts';

const params = z.object({
  epochs: z.int().min(1).max(1_000).default(3).meta({ title: 'Epochs', description: 'How often the model sees every training text.' }),
  batchSize: z.int().min(1).max(4_096).default(32).meta({ title: 'Batch size', description: 'Texts learnt from at once.' }),
  learningRate: z.number().gt(0).max(1).default(5e-4).meta({ title: 'Learning rate', description: 'How far each step goes: 0.0005 for a small new model, 0.00005 for a pre-trained one.' }),
  optimizer: z.enum(['adamw', 'adam', 'sgd']).default('adamw').meta({ title: 'Optimizer', description: 'How steps follow from gradients; AdamW suits almost everything.' }),
  weightDecay: z.number().min(0).max(1).optional().meta({ title: 'Weight decay', description: 'Pulls weights towards 0. When empty: 0.01 for AdamW, none for the others.' }),
  momentum: z.number().min(0).lt(1).default(0.9).meta({ title: 'Momentum', description: 'Only for SGD.' }),
  schedule: z.enum(['linear', 'constant']).default('linear').meta({ title: 'Learning rate over time', description: '"linear" falls to 0 at the end.' }),
  warmup: z.number().min(0).max(1).default(0.1).meta({ title: 'Warm-up', description: 'Share of the steps over which the learning rate rises from 0.' }),
  clipNorm: z.number().min(0).max(1_000).default(1).meta({ title: 'Clip gradients at', description: 'Longest gradient followed; 0 follows any.' }),
  dropout: z.number().min(0).lt(1).optional().meta({ title: 'Dropout', description: 'That of the model when empty.' }),
  seed: z.int().min(0).max(4_294_967_295).default(42).meta({ title: 'Seed', description: 'Decides the order of the texts and the dropout: the same seed gives the same model.' }),
  device: z.enum(['auto', 'cpu', 'webgpu', 'cuda']).default('auto').meta({ title: 'Device', description: 'This version trains on the CPU.' }),
});
type TrainParams = z.output<typeof params>;

/** Trains a classifier on tokenized, labelled texts. */
export const train = defineNode({
  type: 'learn.train',
  title: 'Train',
  category: 'Learn',
  description: 'Trains the model on tokenized texts with labels, and shows loss, accuracy, speed and the time left while it does.',
  resources: { cpu: 'all', memoryMiB: 3_072 },
  inputs: {
    model: port.model({ description: 'Where to start.' }),
    train: port.dataset({ title: 'Training texts' }),
    validation: port.dataset({ optional: true, title: 'Validation texts', description: 'Scored after each epoch, never learnt from.' }),
    tokenizer: port.tokenizer({ optional: true, description: 'Kept with the model, which needs it to answer; that of the starting model when left out.' }),
  },
  outputs: {
    model: port.model(),
    metrics: port.metrics(),
    loss: port.chart({ title: 'Loss curve' }),
    accuracy: port.chart({ title: 'Accuracy curve' }),
  },
  params,
  async run({ inputs, params, context }) {
    context.log('info', deviceChoice(params.device, context.threads));
    return await withUserErrors([NnError, TokenizerError], async () => {
      const data = await readLabelled(inputs.train, 'Training texts');
      const validation = inputs.validation && sameLabels(await readLabelled(inputs.validation, 'Validation texts'), data.labelNames);
      checkClasses(data);
      const { config, parameters } = await startingPoint(inputs.model.path, data.labelNames, params, context);
      const tokenizer = await tokenizerFile(inputs.tokenizer, inputs.model.path, config.vocabSize);
      const curves = new TrainingCurves();
      const result = await trainClassifier({
        config, parameters, train: data, ...(validation ? { evaluation: validation } : {}), ...settings(params),
        threads: context.threads, signal: context.signal, ...listeners(curves, context),
      });
      const metrics = finalMetrics(result);
      const folder = context.scratch('model');
      await mkdir(folder);
      await saveClassifier(folder, { config, parameters: result.parameters });
      await cp(tokenizer, join(folder, 'tokenizer.json'));
      await writeFile(join(folder, 'card.json'), `${JSON.stringify(modelCard({ config, data, validationRows: validation?.labels.length, params, metrics }), null, 2)}\n`);
      return {
        model: { path: folder, meta: { architecture: 'BERT', labels: [...config.labels], maxLength: data.maxLength } },
        metrics, loss: curves.chart('loss'), accuracy: curves.chart('accuracy'),
      };
    });
  },
});

function deviceChoice(device: TrainParams['device'], threads: number): string {
  if (device === 'webgpu' || device === 'cuda') throw new UserError(`Training on "${device}" is not built yet; this version trains on the CPU. Choose "auto" or "cpu".`);
  return `Training on the CPU with ${threads} ${threads === 1 ? 'thread' : 'threads'}${device === 'auto' ? ', the only device that this version trains on' : ''}.`;
}

function settings({ optimizer, weightDecay, momentum, schedule, warmup, clipNorm, ...rest }: TrainParams): Pick<TrainingOptions, 'optimizer' | 'schedule' | 'clipNorm' | 'epochs' | 'batchSize' | 'learningRate' | 'seed'> {
  const decay = weightDecay === undefined ? {} : { weightDecay };
  return {
    epochs: rest.epochs, batchSize: rest.batchSize, learningRate: rest.learningRate, seed: rest.seed,
    optimizer: optimizer === 'sgd' ? { kind: optimizer, momentum, ...decay } : { kind: optimizer, ...decay },
    schedule: { kind: schedule, warmup },
    clipNorm: clipNorm === 0 ? undefined : clipNorm,
  };
}

function listeners(curves: TrainingCurves, context: NodeContext): Pick<TrainingOptions, 'onStep' | 'onEpoch'> {
  let steps = 0;
  return {
    onStep: (progress) => {
      const { epoch, epochs, step, loss, accuracy, examplesPerSecond, secondsLeft } = progress;
      steps = step;
      curves.addStep(progress);
      context.metric('loss', loss, step);
      context.metric('accuracy', accuracy, step);
      context.progress({
        fraction: step / progress.steps, etaSeconds: Math.max(0, secondsLeft), message: `Epoch ${epoch} of ${epochs}, step ${step} of ${progress.steps}`,
        detail: { epoch, epochs, step, steps: progress.steps, loss, accuracy, examplesPerSecond },
      });
    },
    onEpoch: (result) => {
      const { epoch, train, evaluation } = result;
      curves.addEpoch(result);
      const validation = evaluation ? `; validation: loss ${evaluation.loss.toFixed(4)}, accuracy ${evaluation.accuracy.toFixed(4)}` : '';
      context.log('info', `Epoch ${epoch}: loss ${train.loss.toFixed(4)}, accuracy ${train.accuracy.toFixed(4)}${validation}.`);
      if (!evaluation) return;
      context.metric('validation loss', evaluation.loss, steps);
      context.metric('validation accuracy', evaluation.accuracy, steps);
    },
  };
}

/** Figures of the last epoch. Speed is left out: the same run must give the same figures. */
function finalMetrics({ epochs }: TrainingResult): Metrics {
  const last = epochs.at(-1);
  if (!last) throw new RangeError('Training ended without an epoch.');
  const validation: Metrics['values'] = last.evaluation ? { validation_loss: last.evaluation.loss, validation_accuracy: last.evaluation.accuracy } : {};
  return { values: { loss: last.train.loss, accuracy: last.train.accuracy, ...validation } };
}
