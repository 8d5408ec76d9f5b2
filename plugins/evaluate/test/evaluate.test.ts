import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeTokenDataset } from '@millrace/nn';
import { classifier, predict } from '@millrace/plugin-evaluate';
import { UserError, type FileInput, type TableInput } from '@millrace/sdk';
import { fileInput, runNode } from '@millrace/sdk/testing';
import { openTables, type Cell } from '@millrace/tables';
import { BertTokenizer } from '@millrace/tokenizers';

const golden = fileURLToPath(new URL('../../../test/fixtures/golden/bert-tiny', import.meta.url));
const forward: { texts: (string | [string, string])[]; labels: number[]; logits: { data: number[] } } = JSON.parse(readFileSync(join(golden, 'forward.json'), 'utf8'));
let folder = '';
let model: FileInput<'model'>;
let dataset: FileInput<'dataset'>;

async function save(labels: number[] | undefined, labelNames = ['negative', 'positive'], rows = forward.texts): Promise<FileInput<'dataset'>> {
  const tokenizer = BertTokenizer.fromJSON(await readFile(join(golden, 'tokenizer.json'), 'utf8'));
  const encoded = rows.map((text) => tokenizer.encodeBatch([text], { maxLength: 32 }));
  const path = join(await mkdtemp(join(folder, 'dataset-')), 'dataset.safetensors');
  await writeTokenDataset(path, {
    inputIds: encoded.map(({ ids }) => ids), tokenTypeIds: encoded.map(({ typeIds }) => typeIds), maxLength: 32, padTokenId: 0,
    ...(labels ? { targets: { task: 'single_label_classification', classes: Int32Array.from(labels) }, labelNames } : {}),
  });
  return await fileInput('dataset', path);
}

async function makeTable(columns: string[], rows: (readonly Cell[])[]): Promise<TableInput> {
  const path = join(await mkdtemp(join(folder, 'table-')), 'table.parquet');
  const tables = await openTables({ threads: 1 });
  try {
    return { kind: 'table', hash: 'a'.repeat(64), ...await tables.writeRows(columns.map((name) => ({ name })), rows, path) };
  } finally {
    await tables.close();
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-evaluate-'));
  model = await fileInput('model', golden);
  dataset = await save(forward.labels);
});
afterAll(() => rm(folder, { recursive: true }));

describe('evaluate.predict', () => {
  test('gives the probabilities of PyTorch for texts and pairs, in their order', async () => {
    const run = await runNode(predict, { inputs: { model, dataset }, folder, threads: 1 });
    const { predictions } = run.outputs;
    expect(predictions.columns.map(({ name }) => name)).toEqual(['label', 'predicted', 'score', 'p_negative', 'p_positive']);
    expect(run.progress.at(-1)).toEqual({ fraction: 1, message: '6 of 6 texts' });
    const tables = await openTables({ threads: 1 });
    const second = await tables.numbers(predictions.path, 'p_positive');
    const truth = await tables.column(predictions.path, 'label');
    await tables.close();
    expect(truth).toEqual(forward.labels.map((label) => (label === 1 ? 'positive' : 'negative')));
    forward.labels.forEach((_, row) => {
      const [a = 0, b = 0] = forward.logits.data.slice(2 * row, 2 * row + 2);
      expect(second[row]).toBeCloseTo(1 / (1 + Math.exp(a - b)), 5);
    });
  });

  test('predicts texts without labels, and leaves the label column out', async () => {
    const run = await runNode(predict, { inputs: { model, dataset: await save(undefined) }, folder, threads: 1 });
    expect(run.outputs.predictions.columns[0]?.name).toBe('predicted');
    await expect(runNode(classifier, { inputs: { predictions: run.outputs.predictions } })).rejects.toThrow('The predicted rows had no labels');
  });

  test('refuses other labels, no texts, and a folder that is no model', async () => {
    await expect(runNode(predict, { inputs: { model, dataset: await save(forward.labels, ['ham', 'spam']) } })).rejects.toThrow('The texts have the labels ham, spam, the model knows negative, positive');
    await expect(runNode(predict, { inputs: { model, dataset: await save([], ['negative', 'positive'], []) } })).rejects.toThrow('There are no texts to predict');
    await expect(runNode(predict, { inputs: { model: await fileInput('model', join(golden, 'tokenizer-cased')), dataset } })).rejects.toThrow(UserError);
    const ofRows = await mkdtemp(join(folder, 'model-'));
    await writeFile(join(ofRows, 'config.json'), JSON.stringify({ model_type: 'millrace-table' }));
    await expect(runNode(predict, { inputs: { model: await fileInput('model', ofRows), dataset } })).rejects.toThrow('it answers rows of a table, not texts. "Predict a table" lets it answer');
  });

  test('stops when it is cancelled', async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(runNode(predict, { inputs: { model, dataset }, signal: controller.signal })).rejects.toThrow(/abort/i);
  });
});

describe('evaluate.classifier', () => {
  const columns = ['label', 'predicted', 'score', 'p_ham', 'p_spam'];
  const rows = [['ham', 'ham', 0.9, 0.9, 0.1], ['ham', 'spam', 0.6, 0.4, 0.6], ['spam', 'spam', 0.8, 0.2, 0.8], ['spam', 'ham', 0.6, 0.6, 0.4]];

  test('gives metrics and charts, and follows its parameters', async () => {
    const predictions = await makeTable(columns, rows);
    const run = await runNode(classifier, { inputs: { predictions } });
    expect(run.outputs.metrics.value).toMatchObject({ values: { accuracy: 0.5, precision: 0.5, recall: 0.5, f1: 0.5, roc_auc: 0.75 }, perClass: { ham: { support: 2 } } });
    expect(run.outputs.confusion.value).toMatchObject({ labels: ['ham', 'spam'], counts: [[1, 1], [1, 1]] });
    const is = (label: string) => [{ column: 'label', operator: '=', value: label }];
    const from = (operator: string, value: number) => [{ column: 'p_spam', operator, value }];
    expect(run.outputs.confusion.value).toMatchObject({ rows: { table: predictions.hash, actual: [is('ham'), is('spam')], predicted: [from('<', 0.5), from('>=', 0.5)] } });
    expect(run.outputs.roc.value).toMatchObject({ type: 'line', series: [{ name: 'spam' }] });
    expect(run.outputs.scores.value.type).toBe('bar');
    expect(run.logs.at(-1)?.message).toBe('4 rows: accuracy 0.5000; precision 0.5000, recall 0.5000, F1 0.5000 of "spam".');
    const strict = await runNode(classifier, { inputs: { predictions }, params: { threshold: 0.7, positiveLabel: 'spam' } });
    expect(strict.outputs.metrics.value.values).toMatchObject({ precision: 1, recall: 0.5, accuracy: 0.75 });
    expect(strict.outputs.confusion.value).toMatchObject({ rows: { predicted: [from('<', 0.7), from('>=', 0.7)] } });
    const macro = await runNode(classifier, { inputs: { predictions }, params: { averaging: 'macro' } });
    expect(macro.logs.at(-1)?.message).toBe('4 rows: accuracy 0.5000; precision 0.5000, recall 0.5000, F1 0.5000.');
  });

  test('says of several labels where the rows behind the confusion matrix are, unless the table says otherwise than was counted', async () => {
    const three = ['label', 'predicted', 'score', 'p_1', 'p_2', 'p_3'];
    const answers = [[1, 1, 0.8, 0.8, 0.1, 0.1], [2, 3, 0.6, 0.2, 0.2, 0.6], [3, 3, 0.7, 0.2, 0.1, 0.7]];
    const confusionOf = async (table: (readonly Cell[])[]) => (await runNode(classifier, { inputs: { predictions: await makeTable(three, table) } })).outputs.confusion.value;
    const is = (column: string) => [1, 2, 3].map((value) => [{ column, operator: '=', value }]);
    expect(await confusionOf(answers)).toMatchObject({ counts: [[1, 0, 0], [0, 0, 1], [0, 0, 1]], rows: { actual: is('label'), predicted: is('predicted') } });
    expect(await confusionOf([[1, 2, 0.8, 0.8, 0.1, 0.1], ...answers.slice(1)])).not.toHaveProperty('rows');
  });

  test('warns of what is not defined when the rows have one class', async () => {
    const run = await runNode(classifier, { inputs: { predictions: await makeTable(columns, rows.slice(0, 2)) } });
    expect(run.outputs.metrics.value.values['roc_auc']).toBeNull();
    expect(run.logs).toContainEqual({ level: 'warn', message: 'roc_auc is not defined: only one class occurs in the data.' });
  });

  test('refuses another table, an unknown label, and parameters out of range', async () => {
    await expect(runNode(classifier, { inputs: { predictions: await makeTable(['text', 'label'], [['a', 'b']]) } })).rejects.toThrow('This is not a table of predictions (it has: text, label)');
    await expect(runNode(classifier, { inputs: { predictions: await makeTable(columns, [[null, 'ham', 0.9, 0.9, 0.1]]) } })).rejects.toThrow('Row 1 has no label.');
    const predictions = await makeTable(columns, [['eggs', 'ham', 0.9, 0.9, 0.1]]);
    await expect(runNode(classifier, { inputs: { predictions } })).rejects.toThrow('Row 1 has the label "eggs", which the model does not know');
    await expect(runNode(classifier, { inputs: { predictions }, params: { positiveLabel: 'eggs' } })).rejects.toThrow(UserError);
    await expect(runNode(classifier, { inputs: { predictions }, params: { threshold: 1.5 } })).rejects.toThrow('Parameter "threshold"');
  });
});
