import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { belowLayer, NnError, saveTextModel, textObjective, train as trainModel, type Task, type TrainingResult } from '@millrace/nn';
import { defineNode, port, say, withUserErrors, type Metrics } from '@millrace/sdk';
import { TokenizerError } from '@millrace/tokenizers';
import { z } from 'zod';
import { keepTokenizer } from './keep-tokenizer.ts';
import { architectureNames, modelCard } from './model-card.ts';
import { optimizerParams, optimizerSettings } from './optimizer-params.ts';
import { startingPoint, tokenizerFile } from './starting-point.ts';
import { trainingCheckpoints } from './training-checkpoints.ts';
import { TrainingCurves } from './training-curves.ts';
import { balancedWeights, checkTargets, examplesOf, readLabelled, sameLabels } from './training-data.ts';
import { deviceParams, trainingDevice } from './training-device.ts';
import { trainingReports } from './training-reports.ts';

const params = z.object({
  ...optimizerParams,
  classWeights: z.enum(['none', 'balanced']).default('none').meta({ advanced: true, title: 'Class weights', description: '"balanced" lets rare labels count more, so that every label counts alike in all.' }),
  tokenBudget: z.int().min(16).max(1_000_000).optional().meta({ advanced: true, title: 'Tokens in a batch', description: 'Instead of a batch size: as many texts as fill so many tokens, many short ones or few long ones.' }),
  frozenLayers: z.int().min(0).max(200).optional().meta({ advanced: true, title: 'Layers left as they are', description: 'The embeddings and this many layers from below do not learn; faster, and often enough with pre-trained weights. When empty everything learns.' }),
  dropout: z.number().min(0).lt(1).optional().meta({ advanced: true, title: 'Dropout', description: 'That of the model when empty.' }),
  ...deviceParams,
});

const measureOf: Readonly<Record<Task, string>> = {
  single_label_classification: 'accuracy', multi_label_classification: 'f1', token_classification: 'accuracy', regression: 'mean_absolute_error',
};

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
    accuracy: port.chart({ title: 'Accuracy curve', description: 'Where numbers are learnt, the mean absolute error.' }),
  },
  params,
  async run({ inputs, params, context }) {
    return await withUserErrors([NnError, TokenizerError], async () => {
      const data = await readLabelled(inputs.train, say`Training texts`);
      const validation = inputs.validation && sameLabels(await readLabelled(inputs.validation, say`Validation texts`), data);
      checkTargets(data);
      const { config, parameters } = await startingPoint(inputs.model.path, data, params, context);
      const tokenizer = await tokenizerFile(inputs.tokenizer, inputs.model.path, config.vocabSize);
      const device = await trainingDevice(params, context);
      const curves = new TrainingCurves();
      const classWeights = params.classWeights === 'balanced' ? balancedWeights(data) : undefined;
      const result = await trainModel({
        objective: textObjective({ config, examples: examplesOf(data), classWeights }), parameters,
        ...(validation && { evaluation: textObjective({ config, examples: examplesOf(validation) }) }),
        ...optimizerSettings(params), ...(params.tokenBudget !== undefined && { batchSize: { tokens: params.tokenBudget } }),
        isFrozen: params.frozenLayers === undefined ? undefined : belowLayer(params.frozenLayers),
        threads: context.threads, signal: context.signal, checkpoints: trainingCheckpoints(context), ...device, ...trainingReports(curves, context),
      });
      const metrics = finalMetrics(result);
      const folder = context.scratch('model');
      await mkdir(folder);
      await saveTextModel(folder, { config, parameters: result.parameters });
      await keepTokenizer(tokenizer, folder, config.maxPositions);
      await writeFile(join(folder, 'card.json'), `${JSON.stringify(modelCard({ config, data, validationRows: validation?.inputIds.length, params, metrics }), null, 2)}\n`);
      return {
        model: { path: folder, meta: { architecture: architectureNames[config.architecture], labels: [...config.labels], maxLength: data.maxLength } },
        metrics, loss: curves.chart('loss'), accuracy: curves.chart(measureOf[config.task]),
      };
    });
  },
});

/** Figures of the epoch that is kept. Speed is left out: the same run must give the same figures. */
function finalMetrics({ epochs, epoch }: TrainingResult): Metrics {
  const kept = epochs.find((each) => each.epoch === epoch);
  if (!kept) throw new RangeError('Training ended without an epoch.');
  const validation = Object.entries(kept.evaluation ?? {}).map(([name, value]) => [`validation_${name}`, value]);
  return { values: { ...kept.train, ...Object.fromEntries(validation) } };
}
