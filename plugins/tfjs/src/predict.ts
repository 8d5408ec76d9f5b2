import { defineNode, port, say, UserError } from '@millrace/sdk';
import type { ColumnValues } from '@millrace/tables';
import { z } from 'zod';
import { answerRows } from './answer-rows.ts';
import { engineChoice, loadTensorflow, onBackend } from './engine.ts';
import { loadNetwork, readCard, type NetworkCard } from './model-folder.ts';
import { outOfMemoryInWords } from './out-of-memory.ts';
import { readFeatures, readTruth, type Target } from './read-examples.ts';
import { mostLikely } from './score-answers.ts';
import { withTables } from './with-tables.ts';

/** Applies a TensorFlow.js network to the rows of a table. */
export const predict = defineNode({
  type: 'tfjs.predict',
  title: 'Predict with TensorFlow.js',
  category: 'Evaluate',
  description: 'Lets a network of "Train with TensorFlow.js" answer every row: the predicted class with the probability of each, or the predicted number. "Evaluate classifier" and "Evaluate regression" read what it gives.',
  resources: { cpu: 1, memoryMiB: 1_024 },
  inputs: { model: port.model({ description: 'What "Train with TensorFlow.js" gives.' }), table: port.table({ description: 'Rows with the same feature columns; the target column is compared if it is there.' }) },
  outputs: { predictions: port.table({ description: 'The rows with the answers beside them.' }) },
  params: z.object({}),
  async run({ inputs: { model, table }, context }) {
    const card = await readCard(model.path);
    const target: Target = card.classes ? { task: 'classification', classes: card.classes } : { task: 'regression' };
    const known = table.columns.some(({ name }) => name === card.target);
    if (table.rows === 0) throw new UserError(say`The table has no rows to predict.`);
    checkNames(table.columns.map(({ name }) => name), card);
    return await withTables(context, async (tables) => {
      const rows = await readFeatures(tables, table, card.features);
      const truth = known ? await readTruth(tables, table, card.target, target) : undefined;
      const engine = await loadTensorflow();
      context.log('info', engineChoice(engine));
      const answers = await outOfMemoryInWords(() => onBackend(engine, (message) => context.log('warn', message), async () => {
        const network = await loadNetwork(engine.tf, model.path);
        try {
          return await answerRows(engine.tf, network, card, rows, { signal: context.signal, onProgress: (done) => context.progress({ fraction: done / table.rows, message: `${done} of ${table.rows} rows` }) });
        } finally {
          network.dispose();
        }
      }));
      const columns = { ...(truth && truthColumn(truth, card)), ...answerColumns(answers, card) };
      return { predictions: await tables.appendColumns(table.path, columns, context.scratch('predictions.parquet')) };
    });
  },
});

/** The truth under the name by which evaluation finds it: `label` for classes, `actual` for numbers. */
function truthColumn(truth: Float64Array, { classes, target }: NetworkCard): Record<string, ColumnValues> {
  const name = classes ? 'label' : 'actual';
  if (target === name) return {};
  return { [name]: classes ? Array.from(truth, (number) => classes[number] ?? '') : truth };
}

/** `predicted`, `score` and `p_CLASS` for each class, as "Evaluate classifier" reads them; `predicted` alone for numbers. */
function answerColumns(answers: readonly (readonly number[])[], { classes }: NetworkCard): Record<string, ColumnValues> {
  if (!classes) return { predicted: Float64Array.from(answers, ([value = NaN]) => value) };
  const best = answers.map(mostLikely);
  return {
    predicted: best.map((index) => classes[index] ?? ''),
    score: Float64Array.from(best, (index, row) => answers[row]?.[index] ?? NaN),
    ...Object.fromEntries(classes.map((name, index) => [`p_${name}`, Float64Array.from(answers, (each) => each[index] ?? NaN)])),
  };
}

const truthNames = new Set(['label', 'actual']);

/** A column named as if it were an answer would be read as one further on. */
function checkNames(columns: readonly string[], { classes, target }: NetworkCard): void {
  const reserved = new Set(classes ? ['label', 'predicted', 'score'] : ['actual', 'predicted']);
  const taken = columns.filter((name) => (reserved.has(name) && !(name === target && truthNames.has(name))) || (classes && name.startsWith('p_')));
  if (taken.length > 0) throw new UserError(taken.length === 1
    ? say`The table has the column "${taken[0] ?? ''}", which the predictions need as a name of their own. Rename it with "Clean" before training.`
    : say`The table has the columns ${taken.map((name) => `"${name}"`).join(', ')}, which the predictions need as names of their own. Rename them with "Clean" before training.`);
}
