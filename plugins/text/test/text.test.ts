import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readTokenDataset } from '@millrace/nn';
import { tokenize, tokenizer } from '@millrace/plugin-text';
import { UserError, type FileInput, type TableInput } from '@millrace/sdk';
import { fileInput, runNode } from '@millrace/sdk/testing';
import { openTables, type Cell } from '@millrace/tables';
import { BertTokenizer, BytePairTokenizer } from '@millrace/tokenizers';

const golden = fileURLToPath(new URL('../../../test/fixtures/golden/bert-tiny', import.meta.url));
let folder = '';
let bert: FileInput<'tokenizer'>;
let table: TableInput;

async function makeTable(columns: string[], rows: (readonly Cell[])[]): Promise<TableInput> {
  const path = join(await mkdtemp(join(folder, 'table-')), 'table.parquet');
  const tables = await openTables({ threads: 1 });
  try {
    const info = await tables.writeRows(columns.map((name) => ({ name })), rows, path);
    return { kind: 'table', hash: (await fileInput('file', path)).hash, ...info };
  } finally {
    await tables.close();
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-text-'));
  bert = await fileInput('tokenizer', join(golden, 'tokenizer.json'));
  table = await makeTable(['text', 'label'], [['win money now', 'spam'], ['see you at lunch', 'ham'], ['money money', 'spam'], ['lunch at noon, see you', 'ham']]);
});
afterAll(() => rm(folder, { recursive: true }));

describe('text.tokenizer', () => {
  test('learns a vocabulary from a column', async () => {
    const run = await runNode(tokenizer, { inputs: { table }, params: { vocabularySize: 100 }, folder });
    const learnt = BertTokenizer.fromJSON(await readFile(run.outputs.tokenizer.path, 'utf8'));
    expect(learnt.tokenize('Money')).toEqual(['money']);
    expect(run.outputs.tokenizer.meta).toEqual({ kind: 'wordpiece', vocabularySize: learnt.vocabularySize, lowercase: true });
    expect(run.progress.at(-1)?.fraction).toBeLessThanOrEqual(1);
  });

  test('learns byte-level BPE, which keeps capitals, and loads it', async () => {
    const run = await runNode(tokenizer, { inputs: { table }, params: { kind: 'byte-level-bpe', vocabularySize: 270 }, folder });
    const learnt = BytePairTokenizer.fromJSON(await readFile(run.outputs.tokenizer.path, 'utf8'));
    expect(learnt.decode(learnt.encodeIds('Money!'))).toBe('Money!');
    expect(run.outputs.tokenizer.meta).toEqual({ kind: 'byte-level-bpe', vocabularySize: 270 });
    await cp(run.outputs.tokenizer.path, join(folder, 'bpe.json'));
    const loaded = await runNode(tokenizer, { params: { path: 'bpe.json' }, root: folder, folder });
    expect(loaded.outputs.tokenizer).toMatchObject({ hash: run.outputs.tokenizer.hash, meta: run.outputs.tokenizer.meta });
    await expect(runNode(tokenizer, { inputs: { table }, params: { kind: 'byte-level-bpe', vocabularySize: 100 } })).rejects.toThrow('vocabularySize must be at least 257');
  });

  test('loads a tokenizer.json and a vocab.txt, whatever they are wired to', async () => {
    await cp(join(golden, 'tokenizer.json'), join(folder, 'tokenizer.json'));
    await cp(join(golden, 'vocab.txt'), join(folder, 'vocab.txt'));
    for (const path of ['tokenizer.json', 'vocab.txt']) {
      const run = await runNode(tokenizer, { params: { path }, root: folder, folder });
      expect(run.outputs.tokenizer.meta).toMatchObject({ vocabularySize: 600 });
    }
  });

  test('says what is missing', async () => {
    await expect(runNode(tokenizer)).rejects.toThrow('wire a table to the input, or name a tokenizer file');
    await expect(runNode(tokenizer, { params: { path: 'nowhere.json' }, root: folder })).rejects.toThrow('The tokenizer file "nowhere.json" cannot be read');
    await writeFile(join(folder, 'broken.json'), '{"model": {"type": "BPE"}}');
    await expect(runNode(tokenizer, { params: { path: 'broken.json' }, root: folder })).rejects.toThrow(UserError);
    await expect(runNode(tokenizer, { inputs: { table }, params: { textColumn: 'body' } })).rejects.toThrow('Column "body" is missing; the table has: text, label');
    await expect(runNode(tokenizer, { inputs: { table }, params: { vocabularySize: 1 } })).rejects.toThrow('Parameter "vocabularySize"');
    const empty = await makeTable(['text'], [[null], ['']]);
    await expect(runNode(tokenizer, { inputs: { table: empty } })).rejects.toThrow('the texts hold no words');
  });
});

describe('text.tokenize', () => {
  test('reads byte-level BPE too', async () => {
    const path = join(golden, '../gpt2-tiny/tokenizer.json');
    const { outputs: { dataset } } = await runNode(tokenize, { inputs: { table, tokenizer: await fileInput('tokenizer', path) }, params: { labelColumn: '' }, folder });
    const read = BytePairTokenizer.fromJSON(await readFile(path, 'utf8'));
    expect((await readTokenDataset(dataset.path)).inputIds[1]).toEqual(read.encodeIds('see you at lunch'));
  });

  test('gives the ids of the tokenizer and the numbers of the labels', async () => {
    const { outputs: { dataset }, logs } = await runNode(tokenize, { inputs: { table, tokenizer: bert }, params: { maxLength: 8 }, folder });
    const read = BertTokenizer.fromJSON(await readFile(bert.path, 'utf8'));
    const { inputIds, targets, labelNames, maxLength } = await readTokenDataset(dataset.path);
    expect(labelNames).toEqual(['ham', 'spam']);
    expect(targets).toEqual({ task: 'single_label_classification', classes: Int32Array.of(1, 0, 1, 0) });
    expect(maxLength).toBe(8);
    expect(inputIds[0]).toEqual(read.encodeIds('win money now', { maxLength: 8 }));
    expect(dataset.meta).toEqual({ rows: 4, maxLength: 8, labels: ['ham', 'spam'] });
    expect(logs[0]?.message).toMatch(/^4 texts, \d+ tokens, .* a text; \d texts were cut\.$/);
  });

  test('shows the first texts with the tokens that they became', async () => {
    const { outputs: { samples } } = await runNode(tokenize, { inputs: { table, tokenizer: bert }, params: { maxLength: 8 }, folder });
    const read = BertTokenizer.fromJSON(await readFile(bert.path, 'utf8'));
    const tables = await openTables({ threads: 1 });
    const first: Cell[] = [];
    for await (const { columns } of tables.readColumns(samples.path, ['text', 'tokens', 'count'])) first.push(...columns.flatMap(([value]) => value ?? []));
    await tables.close();
    const { tokens } = read.encode('win money now', undefined, { maxLength: 8 });
    expect(first).toEqual(['win money now', tokens.join(' '), tokens.length]);
  });

  test('reads the same rows however they are padded', async () => {
    const datasets = await Promise.all((['none', 'longest', 'max'] as const).map(async (padding) => {
      const run = await runNode(tokenize, { inputs: { table, tokenizer: bert }, params: { maxLength: 32, padding }, folder });
      return { read: await readTokenDataset(run.outputs.dataset.path), bytes: (await readFile(run.outputs.dataset.path)).length };
    }));
    const [plain, longest, max] = datasets;
    expect(longest?.read).toEqual(plain?.read);
    expect(max?.read).toEqual(plain?.read);
    expect((max?.bytes ?? 0) - (plain?.bytes ?? 0)).toBeGreaterThan(0);
  });

  test('encodes pairs with their segments', async () => {
    const pairs = await makeTable(['question', 'answer', 'label'], [['is it lunch', 'yes', 1], ['now', 'no', 0]]);
    const run = await runNode(tokenize, { inputs: { table: pairs, tokenizer: bert }, params: { textColumn: 'question', pairColumn: 'answer', truncation: 'only_first' }, folder });
    const { tokenTypeIds, inputIds, labelNames } = await readTokenDataset(run.outputs.dataset.path);
    expect(labelNames).toEqual(['0', '1']);
    expect(tokenTypeIds?.[1]?.at(0)).toBe(0);
    expect(tokenTypeIds?.[1]?.at(-1)).toBe(1);
    expect(tokenTypeIds?.map((row) => row.length)).toEqual(inputIds.map((row) => row.length));
  });

  test('encodes test rows with the labels of the training rows, and refuses one they lack', async () => {
    const train = await runNode(tokenize, { inputs: { table, tokenizer: bert }, folder });
    const onlySpam = await makeTable(['text', 'label'], [['money', 'spam']]);
    const run = await runNode(tokenize, { inputs: { table: onlySpam, tokenizer: bert, labels: train.outputs.dataset }, folder });
    expect((await readTokenDataset(run.outputs.dataset.path)).targets).toEqual({ task: 'single_label_classification', classes: Int32Array.of(1) });
    const eggs = await makeTable(['text', 'label'], [['money', 'eggs']]);
    await expect(runNode(tokenize, { inputs: { table: eggs, tokenizer: bert, labels: train.outputs.dataset }, folder }))
      .rejects.toThrow('Column "label" holds labels that the training data does not have: "eggs". It knows: ham, spam.');
  });

  test('reads several labels a text, numbers, and a label for each word', async () => {
    const several = await makeTable(['text', 'label'], [['win money', 'money; urgent'], ['lunch', ''], ['now', 'urgent']]);
    const marks = await runNode(tokenize, { inputs: { table: several, tokenizer: bert }, params: { labels: 'several-labels', labelSeparator: ';' }, folder });
    expect(await readTokenDataset(marks.outputs.dataset.path)).toMatchObject({ labelNames: ['money', 'urgent'], targets: { task: 'multi_label_classification', applies: Uint8Array.of(1, 1, 0, 0, 0, 1) } });

    const stars = await makeTable(['text', 'label'], [['good', 4.5], ['bad', 1]]);
    const numbers = await runNode(tokenize, { inputs: { table: stars, tokenizer: bert }, params: { labels: 'number' }, folder });
    expect(await readTokenDataset(numbers.outputs.dataset.path)).toMatchObject({ labelNames: ['label'], targets: { task: 'regression', values: Float32Array.of(4.5, 1) } });

    const tagged = await makeTable(['text', 'label'], [['see  you-there at lunch', 'O PER O MEAL'], ['money', 'O']]);
    const words = await runNode(tokenize, { inputs: { table: tagged, tokenizer: bert }, params: { labels: 'label-per-word' }, folder });
    const { targets, labelNames } = await readTokenDataset(words.outputs.dataset.path);
    expect(labelNames).toEqual(['MEAL', 'O', 'PER']);
    const read = BertTokenizer.fromJSON(await readFile(bert.path, 'utf8'));
    const { tokens, offsets } = read.encode('see  you-there at lunch');
    const classes = targets?.task === 'token_classification' ? targets.tokenClasses[0]! : new Int32Array();
    const labelled = tokens.flatMap((_, index) => (classes[index]! >= 0 ? [[offsets[index]![0], labelNames?.[classes[index]!]]] : []));
    expect(labelled).toEqual([[0, 'O'], [5, 'PER'], [15, 'O'], [18, 'MEAL']]);
  });

  test('says in which row labels do not fit', async () => {
    const run = async (rows: [string, string | number | null][], params: object) => runNode(tokenize, { inputs: { table: await makeTable(['text', 'label'], rows), tokenizer: bert }, params, folder });
    await expect(run([['one two', 'O']], { labels: 'label-per-word' })).rejects.toThrow('Row 1 has 2 words and 1 labels in column "label"');
    await expect(run([['a', 'much'], ['b', 'little']], { labels: 'number' })).rejects.toThrow('Row 1 of column "label" holds "much", which is no number');
    await expect(run([['a', 1], ['b', null]], { labels: 'number' })).rejects.toThrow('Row 2 has no value in column "label"');
    const train = await run([['a', 'x,y']], { labels: 'several-labels' });
    const other = await makeTable(['text', 'label'], [['a', 'x,z']]);
    await expect(runNode(tokenize, { inputs: { table: other, tokenizer: bert, labels: train.outputs.dataset }, params: { labels: 'several-labels' }, folder })).rejects.toThrow('labels that the training data does not have: "z"');
    await expect(runNode(tokenize, { inputs: { table: other, tokenizer: bert, labels: train.outputs.dataset }, folder })).rejects.toThrow('made with another choice of "What it holds"');
  });

  test('makes a dataset without labels', async () => {
    const texts = await makeTable(['text'], [['money']]);
    const run = await runNode(tokenize, { inputs: { table: texts, tokenizer: bert }, params: { labelColumn: '' }, folder });
    const { targets, labelNames } = await readTokenDataset(run.outputs.dataset.path);
    expect([targets, labelNames]).toEqual([undefined, undefined]);
    await expect(runNode(tokenize, { inputs: { table, tokenizer: bert, labels: run.outputs.dataset }, folder })).rejects.toThrow('has no labels');
  });

  test('reports rows without text, and refuses when there is no other', async () => {
    const some = await makeTable(['text', 'label'], [['money', 'spam'], [null, 'ham'], ['  ', 'ham']]);
    const { logs } = await runNode(tokenize, { inputs: { table: some, tokenizer: bert }, folder });
    expect(logs[0]).toEqual({ level: 'warn', message: '2 of 3 rows have no text in "text". They are kept, as empty texts; drop them with a "Drop missing" step in "Clean".' });
    const none = await makeTable(['text', 'label'], [['', 'spam'], [null, 'ham']]);
    await expect(runNode(tokenize, { inputs: { table: none, tokenizer: bert } })).rejects.toThrow('Column "text" holds no text in any of its 2 rows');
  });

  test('refuses missing columns and labels, texts that are too long, and lengths out of range', async () => {
    await expect(runNode(tokenize, { inputs: { table, tokenizer: bert }, params: { labelColumn: 'class' } })).rejects.toThrow('Column "class" is missing; the table has: text, label');
    const unlabelled = await makeTable(['text', 'label'], [['money', 'spam'], ['lunch', null]]);
    await expect(runNode(tokenize, { inputs: { table: unlabelled, tokenizer: bert } })).rejects.toThrow('1 of 2 rows have no value in the label column "label"');
    const long = await makeTable(['text', 'label'], [['money '.repeat(50), 'spam']]);
    await expect(runNode(tokenize, { inputs: { table: long, tokenizer: bert }, params: { truncation: 'none', maxLength: 16 } })).rejects.toThrow(/^Row 1 has \d+ tokens, more than the 16 allowed/);
    await expect(runNode(tokenize, { inputs: { table, tokenizer: bert }, params: { maxLength: 1 } })).rejects.toThrow('Parameter "maxLength"');
    const notOurs = await fileInput('dataset', join(golden, 'model.safetensors'));
    await expect(runNode(tokenize, { inputs: { table, tokenizer: bert, labels: notOurs } })).rejects.toThrow('is not a dataset of tokens');
  });
});
