import { NnError, openTextModel, readTokenDataset } from '@millrace/nn';
import { defineNode, port, UserError, withUserErrors } from '@millrace/sdk';
import { classifyTokens, toPrediction } from '@millrace/serving';
import { z } from 'zod';
import { predictionTable } from './prediction-table.ts';
import { withTables } from './with-tables.ts';

/** A model's answers to tokenized texts, as a table. */
export const predict = defineNode({
  type: 'evaluate.predict',
  title: 'Predict',
  category: 'Evaluate',
  description: 'Lets the model answer tokenized texts: a table with the true label, the predicted one and the probability of each.',
  resources: { cpu: 'all', memoryMiB: 2_048 },
  inputs: { model: port.model(), dataset: port.dataset({ description: 'Tokenized test texts.' }) },
  outputs: { predictions: port.table() },
  params: z.object({}),
  async run({ inputs, context }) {
    return await withUserErrors([NnError], async () => {
      const { labels: actual, labelNames, ...texts } = await readTokenDataset(inputs.dataset.path);
      if (texts.inputIds.length === 0) throw new UserError('There are no texts to predict.');
      const classifier = await openTextModel(inputs.model.path, { threads: context.threads });
      try {
        const { labels } = classifier;
        if (labelNames && labelNames.join('\n') !== labels.join('\n')) {
          throw new UserError(`The texts have the labels ${labelNames.join(', ')}, the model knows ${labels.join(', ')}. Wire the tokenized training texts to "Labels from" of the "Tokenize" of these texts.`);
        }
        const total = texts.inputIds.length;
        const rows = await classifyTokens(classifier, texts, {
          signal: context.signal,
          onProgress: (done) => context.progress({ fraction: done / total, message: `${done} of ${total} texts` }),
        });
        const answers = rows.map((probabilities, row) => {
          const { label: predicted, score } = toPrediction(labels, probabilities);
          return { actual: actual && labels[actual[row] ?? -1], predicted, score, probabilities };
        });
        const { columns, cells } = predictionTable(labels, answers, actual !== undefined);
        return { predictions: await withTables(context, (tables) => tables.writeRows(columns, cells, context.scratch('predictions.parquet'))) };
      } finally {
        await classifier.close();
      }
    });
  },
});
