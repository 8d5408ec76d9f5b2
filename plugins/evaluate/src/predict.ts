import { NnError, openTextModel, readTokenDataset, type TokenDataset } from '@millrace/nn';
import { defineNode, port, say, UserError, withUserErrors } from '@millrace/sdk';
import { classifyTokens } from '@millrace/serving';
import { z } from 'zod';
import { textPredictions } from './text-predictions.ts';
import { withTables } from './with-tables.ts';

/** A model's answers to tokenized texts, as a table. */
export const predict = defineNode({
  type: 'evaluate.predict',
  title: 'Predict',
  category: 'Evaluate',
  description: 'Lets the model answer tokenized texts: a table with the truth, the prediction and the probability of each label.',
  resources: { cpu: 'all', memoryMiB: 2_048 },
  inputs: { model: port.model(), dataset: port.dataset({ description: 'Tokenized test texts.' }) },
  outputs: { predictions: port.table() },
  params: z.object({}),
  async run({ inputs, context }) {
    return await withUserErrors([NnError], async () => {
      const dataset = await readTokenDataset(inputs.dataset.path);
      const { inputIds, tokenTypeIds } = dataset;
      if (inputIds.length === 0) throw new UserError(say`There are no texts to predict.`);
      const model = await openTextModel(inputs.model.path, { threads: context.threads });
      try {
        checkLabels(dataset, model.config);
        const total = inputIds.length;
        const answers = await classifyTokens(model, { inputIds, ...(tokenTypeIds && { tokenTypeIds }) }, {
          signal: context.signal,
          onProgress: (done) => context.progress({ fraction: done / total, message: `${done} of ${total} texts` }),
        });
        const { columns, cells } = textPredictions(model.config, answers, dataset.targets);
        return { predictions: await withTables(context, (tables) => tables.writeRows(columns, cells, context.scratch('predictions.parquet'))) };
      } finally {
        await model.close();
      }
    });
  },
});

function checkLabels({ targets, labelNames }: TokenDataset, { task, labels }: { readonly task: string; readonly labels: readonly string[] }): void {
  if (!targets || !labelNames) return;
  if (targets.task !== task) throw new UserError(say`The texts have labels of another kind (${targets.task}) than the model answers with (${task}). Choose the same for "What it holds" in every "Tokenize".`);
  if (labelNames.join('\n') === labels.join('\n')) return;
  throw new UserError(say`The texts have the labels ${labelNames.join(', ')}, the model knows ${labels.join(', ')}. Wire the tokenized training texts to "Labels from" of the "Tokenize" of these texts.`);
}
