import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { clean, load, profile, select, split } from '@millrace/plugin-data';
import { UserError, wordsOf, type Phrase, type TableInput } from '@millrace/sdk';
import { runNode } from '@millrace/sdk/testing';
import { openTables, type Cell } from '@millrace/tables';
import type { z } from 'zod';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const golden: { splits: { n: number; random_state: number; test_size: number; stratify: boolean; labels?: number[]; train: number[]; test: number[] }[] }
  = JSON.parse(readFileSync(join(root, 'test/fixtures/golden/data-prep.json'), 'utf8'));
const weather = { path: 'examples/data/seattle-weather.csv' };
let folder = '';

beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'millrace-data-')); });
afterAll(() => rm(folder, { recursive: true }));

async function fromText(text: string | Buffer, params: Record<string, unknown> = {}, name = 'data.csv') {
  await writeFile(join(folder, name), text);
  return await runNode(load, { params: { path: name, ...params }, root: folder, folder });
}

async function column(table: TableInput, name: string): Promise<Cell[]> {
  const tables = await openTables({ threads: 1 });
  return await tables.column(table.path, name).finally(() => tables.close());
}

describe('data.load', () => {
  test('reads the sample data, plain and gzip', async () => {
    const days = await runNode(load, { params: weather, root, folder });
    expect(days.outputs.table).toMatchObject({ rows: 1461, columns: [{ name: 'date', type: 'date' }, { name: 'precipitation', type: 'number' }, { name: 'temp_max', type: 'number' }, { name: 'temp_min', type: 'number' }, { name: 'wind', type: 'number' }, { name: 'weather', type: 'text' }] });
    expect(days.logs.at(-1)?.message).toContain('1461 rows, 6 columns: date (date), precipitation (number)');
    const mails = await runNode(load, { params: { path: 'examples/data/spam-assassin.csv.gz' }, root, folder });
    expect(mails.outputs.table).toMatchObject({ rows: 4800, columns: ['id', 'subject', 'text', 'label'].map((name) => ({ name, type: 'text' })) });
  });

  test('reads other dialects, encodings and formats', async () => {
    expect((await fromText('a;b\n1;x\n2;y\n', { delimiter: 'semicolon' })).outputs.table).toMatchObject({ rows: 2, columns: [{ name: 'a' }, { name: 'b' }] });
    expect((await fromText('1\t2\n3\t4\n', { header: 'no', format: 'tsv' })).outputs.table).toMatchObject({ rows: 2, columns: [{ name: 'column_0' }, { name: 'column_1' }] });
    expect(await column((await fromText(Buffer.from('name,age\nJosé,3\n', 'latin1'), { encoding: 'latin-1' })).outputs.table, 'name')).toEqual(['José']);
    expect((await fromText(gzipSync('{"a":1,"b":"x"}\n{"a":2,"b":"y"}\n'), { format: 'json-lines' }, 'rows.jsonl.gz')).outputs.table).toMatchObject({ rows: 2 });
    expect(await column((await fromText('zip,n\n00501,1\n', { textColumns: ['zip'] })).outputs.table, 'zip')).toEqual(['00501']);
    expect(await column((await fromText('\ufeffa,b\n1,2\n')).outputs.table, 'a')).toEqual([1]);
  });

  test('says what is wrong with a file', async () => {
    await expect(runNode(load, { params: { path: 'nowhere.csv' }, root: folder })).rejects.toThrow('The file "nowhere.csv" does not exist');
    await expect(runNode(load, { params: { path: 'nowhere.csv' }, root: folder })).rejects.toBeInstanceOf(UserError);
    await expect(fromText('a,b\n1,2\n3\n')).rejects.toThrow(/Line 3 has 1 field, but the table has 2 columns/);
    expect((await fromText('a,b\n1,2\n3\n', { badRows: 'skip' })).logs[0]).toMatchObject({ level: 'warn', message: expect.stringContaining('Line 3') });
    await expect(fromText('', {}, 'nothing.csv')).rejects.toThrow('The file "nothing.csv" is empty; a table needs at least a line of column names.');
    await expect(fromText('a,b\n', { header: 'yes' })).rejects.toThrow(UserError);
    await expect(runNode(load)).rejects.toThrow('Parameter "path"');
  });
});

describe('data.clean', () => {
  test('applies every kind of step and says what each did', async () => {
    const { outputs: { table } } = await fromText('id,name,city,n\n1, Ann ,Rome,1\n2,,Oslo,2\n1, Ann ,Rome,1\n3,Bob,OSLO,30\n4,Eve,Lima,x\n', { textColumns: ['n'] });
    const run = await runNode(clean, {
      inputs: { table }, folder,
      params: { steps: [
        { step: 'drop-missing', columns: ['name'] },
        { step: 'deduplicate' },
        { step: 'trim' },
        { step: 'lowercase', columns: ['city'] },
        { step: 'replace', pattern: '^(o)slo', replacement: '\\1SL', columns: ['city'] },
        { step: 'cast', column: 'n', type: 'integer', onFailure: 'missing' },
        { step: 'filter', column: 'n', operator: 'is-not-missing' },
        { step: 'filter', column: 'n', operator: '>=', value: '1' },
        { step: 'filter', column: 'city', operator: 'in', value: 'rome, oSL' },
        { step: 'combine', columns: ['name', 'city'], into: 'both', separator: ' of ' },
        { step: 'rename', from: 'both', to: 'who' },
      ] },
    });
    expect(await column(run.outputs.table, 'who')).toEqual(['Ann of rome', 'Bob of oSL']);
    expect(run.logs.slice(0, 3).map(({ message }) => message)).toEqual(['drop-missing: 5 rows before, 4 after.', 'deduplicate: 4 rows before, 3 after.', 'trim: 3 rows, none removed.']);
    expect(run.logs).toHaveLength(11);
  });

  test('leaves a table without gaps or repeats as it is', async () => {
    const { outputs: { table } } = await runNode(load, { params: weather, root, folder });
    expect((await runNode(clean, { inputs: { table }, folder })).outputs.table.rows).toBe(1461);
  });

  test('says which step cannot be done', async () => {
    const { outputs: { table } } = await fromText('text,n\na,1\nb,2\n');
    const run = (...steps: z.input<typeof clean.params>['steps'] & object) => runNode(clean, { inputs: { table }, params: { steps } });
    await expect(run({ step: 'trim', columns: ['body'] })).rejects.toThrow('Step 1 (trim): Column "body" is missing; the table has: text, n');
    await expect(run({ step: 'trim' }, { step: 'cast', column: 'text', type: 'integer' })).rejects.toThrow('Step 2 (cast): Row 1 of column "text" holds "a"');
    await expect(run({ step: 'replace', pattern: '(' })).rejects.toThrow(UserError);
    await expect(run({ step: 'filter', column: 'n', operator: '>', value: 'many' })).rejects.toThrow('cannot be compared with "many"');
    await expect(run({ step: 'filter', column: 'n', operator: '>', value: '5' })).rejects.toThrow('Step 1 (filter) leaves no row of 2');
    await expect(runNode(clean, { inputs: { table }, params: JSON.parse('{"steps":[{"step":"explode"}]}') })).rejects.toThrow('Parameter "steps.0');
  });
});

describe('data.select', () => {
  test('keeps columns in the order named, or drops some', async () => {
    const { outputs: { table } } = await fromText('a,b,c\n1,2,3\n');
    const names = async (params: { columns?: string[]; drop?: string[] }) => (await runNode(select, { inputs: { table }, params, folder })).outputs.table.columns.map(({ name }) => name);
    expect(await names({ columns: ['c', 'a'] })).toEqual(['c', 'a']);
    expect(await names({ drop: ['b'] })).toEqual(['a', 'c']);
    await expect(names({ columns: ['d'] })).rejects.toThrow('Column "d" is missing; the table has: a, b, c');
    await expect(names({ drop: ['a', 'b', 'c'] })).rejects.toThrow('No column is left');
  });
});

describe('data.split', () => {
  test.each(golden.splits)('gives the rows of scikit-learn: $n rows, stratified: $stratify', async ({ n, random_state: seed, test_size: testSize, stratify, labels, train, test: held }) => {
    const lines = Array.from({ length: n }, (_, row) => `${row},${labels?.[row] ?? 0}`);
    const { outputs: { table } } = await fromText(`row,label\n${lines.join('\n')}\n`);
    const run = await runNode(split, { inputs: { table }, params: { seed, testSize, ...(stratify ? { stratify: 'label' } : {}) }, folder });
    expect(await column(run.outputs.train, 'row')).toEqual(train);
    expect(await column(run.outputs.test, 'row')).toEqual(held);
    expect(run.logs[0]?.message).toBe(`${train.length} rows to train on, ${held.length} to test on.`);
  });

  test('holds back the last rows without shuffling', async () => {
    const { outputs: { table } } = await fromText('row\n0\n1\n2\n3\n4\n');
    const run = await runNode(split, { inputs: { table }, params: { shuffle: false, testSize: 0.4 }, folder });
    expect(await column(run.outputs.test, 'row')).toEqual([3, 4]);
  });

  test('says why it cannot split', async () => {
    const { outputs: { table } } = await fromText('row,label\n0,a\n1,a\n2,b\n');
    await expect(runNode(split, { inputs: { table }, params: { stratify: 'class' } })).rejects.toThrow('Column "class" is missing; the table has: row, label');
    await expect(runNode(split, { inputs: { table }, params: { stratify: 'label' } })).rejects.toThrow('only 1 row has "b"');
    await expect(runNode(split, { inputs: { table }, params: { testSize: 1 } })).rejects.toThrow('Parameter "testSize"');
    const { outputs: { table: one } } = await fromText('row\n0\n', { header: 'yes' });
    await expect(runNode(split, { inputs: { table: one } })).rejects.toThrow('nothing is left to train on');
  });
});

describe('data.profile', () => {
  test('gives the figures of every column and draws one', async () => {
    const { outputs: { table } } = await runNode(load, { params: weather, root, folder });
    const run = await runNode(profile, { inputs: { table }, params: { bins: 4 } });
    expect(run.outputs.profile.value).toMatchObject({
      rows: 1461,
      columns: [
        { name: 'date', min: '2012-01-01', max: '2015-12-31', distinct: 1461 },
        { name: 'precipitation', count: 1461, missing: 0, min: 0, max: 55.9, histogram: [{ from: 0 }, {}, {}, { to: 55.9 }] },
        {}, {}, {}, { name: 'weather', distinct: 5, top: [{ value: 'rain', count: 641 }, { value: 'sun', count: 640 }, {}, {}, {}], mean: null },
      ],
    });
    expect(run.outputs.chart.value).toMatchObject({ type: 'bar', title: 'Distribution of precipitation', bars: [{ label: expect.stringMatching(/^0 to 13\.9/) }, {}, {}, {}] });
    const drawn = await runNode(profile, { inputs: { table }, params: { column: 'weather' } });
    expect(drawn.outputs.chart.value).toMatchObject({ title: 'Most frequent values of weather', bars: expect.arrayContaining([{ label: 'snow', value: 26 }]) });
  });

  test('says which values are missing, and refuses a column that is not there', async () => {
    const { outputs: { table } } = await fromText('a,b\n1,\n2,x\n');
    expect((await runNode(profile, { inputs: { table } })).logs).toEqual([{ level: 'info', message: 'b: 1 of 2 values are missing.' }]);
    await expect(runNode(profile, { inputs: { table }, params: { column: 'c' } })).rejects.toThrow('Column "c" is missing; the table has: a, b');
  });
});

describe('columns before a run', () => {
  const columnsOf = async (text: string | Buffer, name: string, params: Record<string, unknown> = {}) => {
    await writeFile(join(folder, name), text);
    const call = { inputs: {}, params: load.params.parse({ path: name, ...params }), file: (path: string) => join(folder, path), report: () => undefined };
    return (await load.columns?.(call))?.table;
  };

  test('are those that loading gives: CSV with a quirk, gzip, no header, kept as text, short JSON Lines, Parquet', async () => {
    const cases: [string | Buffer, string, Record<string, unknown>?][] = [
      ['id;text;n\n1;"a;b";0.5\n2;c;1\n', 'a.csv'], [gzipSync('x,y\n1,2\n'), 'b.csv.gz'], ['1,2\n3,4\n', 'c.csv', { header: 'no' }], ['zip,zip\n01234,1\n', 'd.csv', { textColumns: ['zip'] }],
      ['{"text": "a", "n": 1}\n{"text": "b", "extra": true}\n', 'e.jsonl'],
    ];
    for (const [text, name, params] of cases) {
      const told = await columnsOf(text, name, params);
      expect({ name, columns: told }).toEqual({ name, columns: (await fromText(text, params, name)).outputs.table.columns });
    }
    const { outputs } = await fromText('day,n\n2024-01-01,1\n');
    expect(await columnsOf(readFileSync(outputs.table.path), 'f.parquet')).toEqual(outputs.table.columns);
  });

  test('are read from the head of a long file, and not guessed where only the whole tells', async () => {
    const rows = 'a long enough line of text,1\n'.repeat(60_000);
    expect(await columnsOf(`text,n\n${rows}`, 'long.csv')).toEqual([{ name: 'text', type: 'text' }, { name: 'n', type: 'integer' }]);
    expect(await columnsOf('{"text": "a long enough line of text"}\n'.repeat(60_000), 'long.jsonl')).toBeUndefined();
  });

  test('follow selecting, and every step of cleaning with what the one before leaves', async () => {
    const table = [{ name: 'text', type: 'text' as const }, { name: 'n', type: 'integer' as const }];
    const reports: [string, string][] = [];
    const call = { inputs: { table }, file: (path: string) => path, report: (parameter: string, words: Phrase | string) => void reports.push([parameter, typeof words === 'string' ? words : wordsOf(words)]) };
    expect(await select.columns?.({ ...call, params: { columns: ['n', 'text'], drop: ['text'] } })).toEqual({ table: [table[1]] });
    const params = clean.params.parse({ steps: [
      { step: 'rename', from: 'text', to: 'body' }, { step: 'cast', column: 'n', type: 'text' }, { step: 'combine', columns: ['body', 'text'], into: 'all' }, { step: 'filter', column: 'all', operator: 'is-not-missing' },
    ] });
    expect(await clean.columns?.({ ...call, params })).toEqual({ table: [{ name: 'body', type: 'text' }, { name: 'n', type: 'text' }, { name: 'all', type: 'text' }] });
    expect(reports).toEqual([['steps.2.columns.1', 'Column "text" is missing; the table has: body, n']]);
  });
});
