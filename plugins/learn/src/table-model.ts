import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FeatureEncoder, networkFor, NnError, saveTableModel, type TableModel } from '@millrace/nn';
import { defineNode, port, say, UserError, withUserErrors, wordsOf, type NodeContext, type Phrase, type TableInput } from '@millrace/sdk';
import type { Cell } from '@millrace/tables';
import { holdBack } from './hold-back.ts';
import { explain } from './table-explanation.ts';
import { columnNamed, kindOf, readFeatures, takeRows, type FeatureSource } from './table-features.ts';
import { learnTable, type TableExamples } from './table-learning.ts';
import { tableParams, type TableParams } from './table-params.ts';
import { chooseTask, labelledRows, targetsOf } from './table-task.ts';
import { withTables } from './with-tables.ts';

/** Trains a network or a linear model on the columns of a table. */
export const tableModel = defineNode({
  type: 'learn.table-model',
  title: 'Train on a table',
  category: 'Learn',
  description: 'Learns to answer one column of a table from the others: a label or a number. Prepares the columns by itself and keeps how with the model.',
  resources: { cpu: 'all', memoryMiB: 2_048 },
  inputs: {
    train: port.table({ title: 'Training rows' }),
    validation: port.table({ optional: true, title: 'Validation rows', description: 'Scored after each epoch, never learnt from; they tell when to stop.' }),
  },
  outputs: {
    model: port.model(),
    metrics: port.metrics(),
    loss: port.chart({ title: 'Loss curve' }),
    features: port.table({ description: 'The coefficients of a linear model; for a network, how much it needs each column.' }),
    importance: port.chart({ title: 'What matters most' }),
  },
  params: tableParams,
  async run({ inputs, params, context }) {
    return await withUserErrors([NnError], async () => {
      const { model: untrained, train, validation } = await prepare(inputs, params, context);
      const { parameters, metrics, loss } = await learnTable({ model: untrained, train, validation, params, context });
      const model = { ...untrained, parameters };
      const folder = context.scratch('model');
      await mkdir(folder);
      await saveTableModel(folder, model);
      const card = cardOf({ model, train, validation, params, metrics: metrics.values });
      await writeFile(join(folder, 'card.json'), `${JSON.stringify(card, null, 2)}\n`);
      const { chart, columns, cells } = await explain({ model, examples: validation ?? train, params, context });
      const features = await withTables(context, (tables) => tables.writeRows(columns, cells, context.scratch('features.parquet')));
      return { model: { path: folder, meta: { architecture: card.architecture, target: params.target, ...('labels' in model.task ? { labels: [...model.task.labels] } : {}) } }, metrics, loss, features, importance: chart };
    });
  },
});

interface Prepared {
  readonly model: TableModel;
  readonly train: TableExamples;
  readonly validation: TableExamples | undefined;
}

/** Reads the tables, finds out what is to be learnt, and turns the rows into numbers. */
async function prepare({ train, validation }: { readonly train: TableInput; readonly validation: TableInput | undefined }, params: TableParams, context: NodeContext): Promise<Prepared> {
  if (train.rows === 0) throw new UserError(say`There are no rows to train on.`);
  const targetColumn = columnNamed(train, params.target);
  const sources = sourcesOf(train, params, context);
  const given = await withTables(context, async (tables) => ({
    answers: await tables.column(train.path, params.target), columns: await readFeatures(tables, train, sources),
    ...(validation && { validation: { answers: await tables.column(validation.path, columnNamed(validation, params.target).name), columns: await readFeatures(tables, validation, sources) } }),
  }));
  const { task, reason } = chooseTask(targetColumn, given.answers, params.task);
  context.log('info', `${params.task === 'auto' ? `${reason}.` : `${reason}, as chosen.`}`);
  const labelled = labelledWith(task, context);
  const rows = labelled(given.answers, say`training table`);
  const targets = targetsOf(task, given.answers, rows, say`training table`);

  const share = params.model === 'linear' || validation ? 0 : params.validationShare;
  const split = holdBack(targets, { share, seed: params.seed });
  const rowsOf = (places: Int32Array) => Int32Array.from(places, (place) => rows[place] ?? 0);
  const [learnt, held] = [rowsOf(split.train), rowsOf(split.held)];
  if (held.length > 0) context.log('info', `${held.length} of ${rows.length} rows are held back to tell when to stop; wire "Validation rows" to choose them yourself.`);

  const { encoder, notes } = FeatureEncoder.fit(takeRows(given.columns, learnt), {
    scaling: params.scaling, fill: params.missing, keepFreeText: params.features.length > 0,
    ...(params.model === 'linear' && { categories: 'one-hot', mostCategories: 100 }),
  });
  for (const { level, message } of notes) context.log(level, message);
  const network = { hidden: params.model === 'linear' ? [] : params.hidden, activation: params.activation, dropout: params.model === 'linear' ? 0 : params.dropout };
  const model: TableModel = { task, network, encoder, parameters: new Map() };
  const { numbers, embeddings } = networkFor(model);
  context.log('info', `${encoder.columns.length} columns become ${numbers} numbers${embeddings.length > 0 ? ` and ${embeddings.length} embeddings` : ''} a row.`);
  const examples = (columns: typeof given.columns, answers: readonly Cell[], chosen: Int32Array, whose: Phrase): TableExamples => ({
    rows: encoder.encode(takeRows(columns, chosen)), targets: targetsOf(task, answers, chosen, whose),
  });
  const scored = given.validation ? examples(given.validation.columns, given.validation.answers, labelled(given.validation.answers, say`validation table`), say`validation table`)
    : held.length > 0 ? examples(given.columns, given.answers, held, say`training table`) : undefined;
  return { model, train: examples(given.columns, given.answers, learnt, say`training table`), validation: scored };
}

/** The columns that the model is to read, and as what. */
function sourcesOf(table: TableInput, { target, features, categories }: TableParams, context: NodeContext): FeatureSource[] {
  const named = features.length > 0 ? features.map((name) => columnNamed(table, name)) : table.columns.filter(({ name }) => name !== target);
  if (features.includes(target)) throw new UserError(say`The target column "${target}" is also among the features; a model cannot read what it is to answer.`);
  for (const name of categories) columnNamed(table, name);
  return named.flatMap((column) => {
    const kind = categories.includes(column.name) ? 'category' : kindOf(column);
    if (!kind) context.log('warn', `Column "${column.name}" is left out: it holds neither numbers, text nor dates.`);
    return kind ? [{ name: column.name, kind }] : [];
  });
}

/** Finds the rows of a table that have a target, and says how many have none. */
function labelledWith(task: TableModel['task'], context: NodeContext): (answers: readonly Cell[], whose: Phrase) => Int32Array {
  return (answers, whose) => {
    const rows = labelledRows(task, answers);
    if (rows.length === 0) throw new UserError(say`No row of the ${whose} has a value in "${task.target}".`);
    if (rows.length < answers.length) context.log('warn', `${answers.length - rows.length} of ${answers.length} rows of the ${wordsOf(whose)} have no value in "${task.target}" and are passed over.`);
    return rows;
  };
}

interface CardFacts extends Prepared {
  readonly params: TableParams;
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** What the model is and how it came about, kept beside it as card.json. It holds no dates or speeds, so that the same training gives the same model. */
function cardOf({ model: { task, encoder }, train, validation, params, metrics }: CardFacts) {
  const linear = task.kind === 'regression' ? 'Linear regression' : 'Logistic regression';
  return {
    task: `table-${task.kind}`,
    architecture: params.model === 'linear' ? linear : 'Multilayer perceptron',
    target: task.target,
    ...(task.kind === 'classification' ? { labels: task.labels } : {}),
    columns: encoder.sources,
    training: params,
    data: { rows: train.rows.rows, ...(validation ? { validationRows: validation.rows.rows } : {}) },
    metrics,
  };
}
