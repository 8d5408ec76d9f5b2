import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { openTables, trainTestSplit } from '@millrace/tables';
import { fixture, testTables } from './folder.ts';

const t = testTables();
const mails = new URL('../../../examples/data/spam-assassin.csv.gz', import.meta.url).pathname;
const hash = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

test('writes the same bytes for the same input, whatever the number of threads', async () => {
  const lines = Array.from({ length: 300_000 }, (_, row) => `${row},"some ""quoted"" text\r\nof row ${row}",${row % 7 === 0 ? '' : row / 7}`);
  const source = t.file('source.csv', `id,text,share\n${lines.join('\n')}\n`);
  const rows = trainTestSplit(lines.length, { testSize: 0.2 }).train;
  const hashes = new Set<string>();
  for (const threads of [1, 4, 4]) {
    const tables = await openTables({ threads, temporaryFolder: t.path('again') });
    const [loaded, taken, cleaned, added] = ['loaded', 'taken', 'cleaned', 'added'].map((name) => t.path(`${name}.parquet`)) as [string, string, string, string];
    await tables.load(source, loaded);
    await tables.take(loaded, rows, taken);
    await tables.clean(taken, [{ step: 'drop-missing' }, { step: 'lowercase' }, { step: 'deduplicate', columns: ['text'] }], cleaned);
    await tables.appendColumns(taken, { score: Float64Array.from(rows, (row) => row / 7) }, added);
    await tables.close();
    hashes.add([loaded, taken, cleaned, added].map(hash).join());
  }
  expect(hashes.size).toBe(1);
});

test('reads the same rows and figures with more threads', async () => {
  const tables = await openTables({ threads: 4, temporaryFolder: t.path('four') });
  await tables.load(mails, t.path('mails.parquet'));
  expect(await tables.column(t.path('mails.parquet'), 'text')).toEqual(await t.tables.column(t.path('mails.parquet'), 'text'));
  expect(await tables.profile(t.path('mails.parquet'))).toEqual(await t.tables.profile(t.path('mails.parquet')));
  await tables.close();
});

test('keeps the order of rows over many row groups', async () => {
  const rows = 300_000;
  await t.tables.writeRows([{ name: 'n' }, { name: 'text' }], Array.from({ length: rows }, (_, row) => [row, `row ${row}`]), t.path('many.parquet'));
  await t.tables.clean(t.path('many.parquet'), [{ step: 'filter', filter: { column: 'n', operator: '!=', value: 7 } }, { step: 'deduplicate', columns: ['text'] }], t.path('clean.parquet'));
  const reversed = Int32Array.from({ length: rows - 1 }, (_, row) => rows - 2 - row);
  await t.tables.take(t.path('clean.parquet'), reversed, t.path('reversed.parquet'));
  const expected = Array.from({ length: rows }, (_, row) => rows - 1 - row).filter((row) => row !== 7);
  expect([...await t.tables.numbers(t.path('reversed.parquet'), 'n')]).toEqual(expected);
  expect((await t.tables.slice(t.path('reversed.parquet'), { offset: 150_000, limit: 2, columns: ['text', 'n'] })).rows)
    .toEqual([150_000, 150_001].map((row) => [`row ${expected[row]}`, expected[row]]));
  let read = 0;
  for await (const chunk of t.tables.readColumns(t.path('reversed.parquet'), ['text'])) {
    expect(chunk.columns[0]?.[0]).toBe(`row ${expected[read]}`);
    read += chunk.rows;
  }
  expect(read).toBe(rows - 1);
});

test('takes rows by number, in the order asked for, more than once', async () => {
  await t.tables.writeRows([{ name: 'row_number' }], [[10], [11], [12]], t.path('three.parquet'));
  await t.tables.take(t.path('three.parquet'), Int32Array.of(2, 0, 2), t.path('taken.parquet'));
  expect(await t.rows(t.path('taken.parquet'))).toEqual([[12], [10], [12]]);
  await t.tables.take(t.path('three.parquet'), new Int32Array(), t.path('taken.parquet'));
  expect((await t.tables.describe(t.path('taken.parquet'))).rows).toBe(0);
  await expect(t.tables.take(t.path('three.parquet'), Int32Array.of(3), t.path('taken.parquet'))).rejects.toThrow('Row 3 is not there; the table has 3 rows, counted from 0.');
});

test('selects columns by name, in the order named, or all but some', async () => {
  await t.tables.load(fixture('messy.csv'), t.path('messy.parquet'));
  const names = async (selection: Parameters<typeof t.tables.select>[1]) => (await t.tables.select(t.path('messy.parquet'), selection, t.path('selected.parquet'))).columns.map(({ name }) => name);
  expect(await names({ columns: ['note', 'id'] })).toEqual(['note', 'id']);
  expect(await names({ drop: ['note', 'id', 'age'] })).toEqual(['name', 'city', 'score', 'active']);
  await expect(names({ columns: ['label'] })).rejects.toThrow('Column "label" is missing; the table has: id, name, age, city, score, active, note');
  await expect(names({ columns: ['id'], drop: ['id'] })).rejects.toThrow('No column is left');
});

test('makes tables of values, finding their types, and gives them back', async () => {
  const rows = [[1, 0.5, true, 'a\u0000b', '2024-02-29', '2024-02-29T12:00:00', null], [2 ** 53, null, false, '', null, null, null]];
  const names = ['whole', 'number', 'truth', 'text', 'date', 'time', 'nothing'];
  const info = await t.tables.writeRows(names.map((name) => (name === 'date' ? { name, type: 'date' } : name === 'time' ? { name, type: 'timestamp' } : { name })), rows, t.path('made.parquet'));
  expect(info.columns.map(({ type }) => type)).toEqual(['number', 'number', 'boolean', 'text', 'date', 'timestamp', 'text']);
  expect(await t.rows(info.path)).toEqual(rows);
  await t.tables.writeRows([{ name: 'big', type: 'integer' }], [['9007199254740993'], [7]], t.path('big.parquet'));
  expect(await t.tables.column(t.path('big.parquet'), 'big')).toEqual(['9007199254740993', 7]);
  await expect(t.tables.writeRows([{ name: 'd', type: 'date' }], [['2024-01-01'], ['soon']], t.path('x.parquet'))).rejects.toThrow('Row 2 of the new column "d" holds "soon", which is not a date such as 2024-01-31.');
  await expect(t.tables.writeRows([{ name: 'a' }, { name: 'A' }], [], t.path('x.parquet'))).rejects.toThrow('The column name "A" is there twice.');
  await expect(t.tables.writeRows([{ name: 'a' }], [[1, 2]], t.path('x.parquet'))).rejects.toThrow('Row 1 has 2 values for 1 columns.');
});

test('adds columns, missing where NaN', async () => {
  await t.tables.writeRows([{ name: 'a' }], [['x'], ['y']], t.path('two.parquet'));
  await t.tables.appendColumns(t.path('two.parquet'), { score: Float64Array.of(0.5, NaN), class: Int32Array.of(3, 4), label: ['ham', null] }, t.path('added.parquet'));
  expect(await t.rows(t.path('added.parquet'))).toEqual([['x', 0.5, 3, 'ham'], ['y', null, 4, null]]);
  expect([...await t.tables.numbers(t.path('added.parquet'), 'score')]).toEqual([0.5, NaN]);
  await expect(t.tables.appendColumns(t.path('two.parquet'), { A: [1, 2] }, t.path('x.parquet'))).rejects.toThrow('The table has a column "A" already');
  await expect(t.tables.appendColumns(t.path('two.parquet'), { b: [1] }, t.path('x.parquet'))).rejects.toThrow('The new column "b" has 1 values for 2 rows.');
  await expect(t.tables.numbers(t.path('two.parquet'), 'a')).rejects.toThrow('Column "a" holds text, not numbers; cast it first.');
});

test('gives a page of rows: sorted, filtered, with long cells cut', async () => {
  await t.tables.writeRows([{ name: 'k' }, { name: 'text' }], [['b', 'short'], ['a', '🙂'.repeat(30)], [null, 'x'], ['b', 'y']], t.path('page.parquet'));
  expect(await t.tables.slice(t.path('page.parquet'), { sort: [{ column: 'k', descending: true }], limit: 3, maxCellLength: 10 })).toEqual({
    columns: [{ name: 'k', type: 'text' }, { name: 'text', type: 'text' }], rows: [['b', 'short'], ['b', 'y'], ['a', `${'🙂'.repeat(10)}…`]],
    numbers: [0, 3, 1], offset: 0, totalRows: 4, truncated: [{ row: 2, column: 1, length: 30 }],
  });
  expect(await t.tables.slice(t.path('page.parquet'), { filter: { column: 'k', operator: 'is-not-missing' }, offset: 1, limit: 1, columns: ['text'], maxCellLength: 30 }))
    .toMatchObject({ rows: [['🙂'.repeat(30)]], totalRows: 3, offset: 1, truncated: [] });
  await expect(t.tables.slice(t.path('page.parquet'), { limit: 10_001 })).rejects.toThrow('At most 10000 rows are read at once');
  await expect(t.tables.slice(t.path('page.parquet'), { sort: [{ column: 'z' }] })).rejects.toThrow('Column "z" is missing; the table has: k, text');
});

test('describes columns in the figures of pandas and NumPy', async () => {
  const rows = [[1, 'b', true, '2024-01-02'], [2, 'a', null, null], [4, 'b', false, '2023-01-02'], [null, null, true, '2024-01-02'], [11, 'ccc', true, null]];
  await t.tables.writeRows([{ name: 'n' }, { name: 't' }, { name: 'b' }, { name: 'd', type: 'date' }], rows, t.path('figures.parquet'));
  const [n, text, b, d] = (await t.tables.profile(t.path('figures.parquet'), { bins: 4 })).columns;
  expect(n).toEqual({
    name: 'n', type: 'integer', count: 4, missing: 1, distinct: 4, min: 1, max: 11, mean: 4.5, standardDeviation: 4.50924975282, quartiles: [1.75, 3, 5.75], tails: [1.03, expect.closeTo(1.15), expect.closeTo(9.95), expect.closeTo(10.79)],
    histogram: { edges: [1, 3.5, 6, 8.5, 11], counts: [2, 1, 0, 1] },
  });
  expect(text).toEqual({
    name: 't', type: 'text', count: 4, missing: 1, distinct: 3, length: { min: 1, max: 3, mean: 1.5 },
    topValues: [{ value: 'b', count: 2 }, { value: 'a', count: 1 }, { value: 'ccc', count: 1 }],
  });
  expect(b).toMatchObject({ count: 4, missing: 1, distinct: 2, topValues: [{ value: true, count: 3 }, { value: false, count: 1 }] });
  expect(d).toMatchObject({ count: 3, distinct: 2, min: '2023-01-02', max: '2024-01-02' });
});

test('describes columns without values, of one value and with infinities', async () => {
  await t.tables.writeRows([{ name: 'none', type: 'number' }, { name: 'one' }, { name: 'inf', type: 'number' }, { name: 'text', type: 'text' }], [[null, 3, 'Infinity', null], [null, 3, 1, null]], t.path('odd.parquet'));
  const [none, one, infinite, text] = (await t.tables.profile(t.path('odd.parquet'), { bins: 2 })).columns;
  expect(none).toEqual({ name: 'none', type: 'number', count: 0, missing: 2, distinct: 0, min: null, max: null, mean: null, standardDeviation: null, quartiles: [null, null, null], tails: [null, null, null, null], topValues: [] });
  expect(one?.histogram).toEqual({ edges: [2.5, 3, 3.5], counts: [0, 2] });
  expect(infinite).toMatchObject({ min: 1, max: 'Infinity', mean: 1, histogram: { counts: [0, 1] } });
  expect(text).toEqual({ name: 'text', type: 'text', count: 0, missing: 2, distinct: 0, topValues: [] });
});

test('refuses settings it cannot use', async () => {
  await expect(openTables({ threads: 0 })).rejects.toThrow('threads must be a whole number from 1, not 0.');
  await expect(openTables({ memoryLimit: 'lots' })).rejects.toThrow('memoryLimit must be a size such as "2GB", not "lots".');
});

test('says so when memory does not suffice', async () => {
  const tables = await openTables({ memoryLimit: '20MB', threads: 1, temporaryFolder: t.path('small') });
  const wide = Array.from({ length: 5000 }, (_, index) => `c${index}`).join(',');
  await expect(tables.load(t.file('wide.csv', `${wide}\n${wide}\n${wide}\n`), t.path('wide.parquet'), { header: true })).rejects.toThrow('The table does not fit in the memory given to tables; raise memoryLimit');
  await tables.close();
});
