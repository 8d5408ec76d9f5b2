import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { TableError, type CleanStep, type Filter } from '@millrace/tables';
import { fixture, testTables } from './folder.ts';

const t = testTables();
const { csv } = JSON.parse(readFileSync(fixture('data-prep.json'), 'utf8')) as {
  csv: { columns: string[]; dropna: { any: number[]; all: number[]; subset: { columns: string[]; rows: number[] }; thresh: { at_least: number; rows: number[] } } };
};

/** The messy file with a column that numbers its rows, so that a result tells which of them are left. */
beforeAll(async () => {
  const { rows } = await t.tables.load(fixture('messy.csv'), t.path('messy.parquet'));
  await t.tables.appendColumns(t.path('messy.parquet'), { row: Int32Array.from({ length: rows }, (_, row) => row) }, t.path('rows.parquet'));
});

const clean = (...steps: CleanStep[]) => t.tables.clean(t.path('rows.parquet'), steps, t.path('clean.parquet'));
const left = async (...steps: CleanStep[]) => {
  await clean(...steps);
  return t.tables.column(t.path('clean.parquet'), 'row');
};
const made = async (table: readonly (readonly (string | number | boolean | null)[])[], ...steps: CleanStep[]) => {
  await t.tables.writeRows((table[0] ?? []).map((_, index) => ({ name: `c${index}` })), table, t.path('made.parquet'));
  await t.tables.clean(t.path('made.parquet'), steps, t.path('clean.parquet'));
  return t.rows(t.path('clean.parquet'));
};

test('drops missing values as pandas does', async () => {
  const { columns } = csv;
  expect(await left({ step: 'drop-missing', columns })).toEqual(csv.dropna.any);
  expect(await left({ step: 'drop-missing', columns, how: 'all' })).toEqual(csv.dropna.all);
  expect(await left({ step: 'drop-missing', columns: csv.dropna.subset.columns })).toEqual(csv.dropna.subset.rows);
  expect(await left({ step: 'drop-missing', columns, atLeast: csv.dropna.thresh.at_least })).toEqual(csv.dropna.thresh.rows);
});

test('keeps the first, the last or none of equal rows; missing values are equal', async () => {
  const table = [['a', 1], ['b', null], ['a', 1], ['b', null], ['c', 1], ['A', 1]];
  expect(await made(table, { step: 'deduplicate' })).toEqual([['a', 1], ['b', null], ['c', 1], ['A', 1]]);
  expect(await made(table, { step: 'deduplicate', keep: 'none' })).toEqual([['c', 1], ['A', 1]]);
  expect(await made(table, { step: 'deduplicate', columns: ['c1'], keep: 'last' })).toEqual([['b', null], ['A', 1]]);
});

test('changes text, and text only', async () => {
  const table = [['\u00a0 Ab\u3000\n', '<b>x</b> <i>', 1], [' \t', null, 2]];
  expect(await made(table, { step: 'trim' })).toEqual([['Ab', '<b>x</b> <i>', 1], ['', null, 2]]);
  expect(await made(table, { step: 'lowercase', columns: ['c0'] }, { step: 'empty-to-missing' })).toEqual([['\u00a0 ab\u3000\n', '<b>x</b> <i>', 1], [null, null, 2]]);
  expect(await made(table, { step: 'replace', pattern: '<(/?)(\\w)>', replacement: '[\\2\\1]', columns: ['c1'] })).toEqual([['\u00a0 Ab\u3000\n', '[b]x[b/] [i]', 1], [' \t', null, 2]]);
  expect(await made([['aAa']], { step: 'replace', pattern: 'A', replacement: "'", ignoreCase: true })).toEqual([["'''"]]);
});

test('renames and combines columns', async () => {
  expect(await made([['a', 'b', 1], [null, 'd', 2]], { step: 'combine', columns: ['c0', 'c1', 'c2'], into: 'all', separator: ' | ' }, { step: 'rename', from: 'all', to: 'All' }))
    .toEqual([['a', 'b', 1, 'a | b | 1'], [null, 'd', 2, ' | d | 2']]);
  expect((await t.tables.describe(t.path('clean.parquet'))).columns.at(-1)).toEqual({ name: 'All', type: 'text' });
});

test.each<[string, (string | number | boolean | null)[], CleanStep & { step: 'cast' }, unknown[]]>([
  ['text to integer', ['1', ' 2 ', null], { step: 'cast', column: 'c0', type: 'integer' }, [1, 2, null]],
  ['text to number', ['1', '2.5e1', '-.5'], { step: 'cast', column: 'c0', type: 'number' }, [1, 25, -0.5]],
  ['text to boolean', ['Yes', 'false', '1', 'N'], { step: 'cast', column: 'c0', type: 'boolean' }, [true, false, true, false]],
  ['text to date', ['2024-02-29', null], { step: 'cast', column: 'c0', type: 'date' }, ['2024-02-29', null]],
  ['text to timestamp', ['2024-02-29 10:00', '2024-01-01'], { step: 'cast', column: 'c0', type: 'timestamp' }, ['2024-02-29T10:00:00', '2024-01-01T00:00:00']],
  ['number to integer', [1, 2.5, -0.5], { step: 'cast', column: 'c0', type: 'integer', onFailure: 'missing' }, [1, null, null]],
  ['integer to text', [1, 22], { step: 'cast', column: 'c0', type: 'text' }, ['1', '22']],
  ['boolean to integer', [true, false], { step: 'cast', column: 'c0', type: 'integer' }, [1, 0]],
  ['integer to boolean', [1, 0], { step: 'cast', column: 'c0', type: 'boolean' }, [true, false]],
  ['what does not fit to missing', ['1', 'x', '1_0'], { step: 'cast', column: 'c0', type: 'integer', onFailure: 'missing' }, [1, null, null]],
])('casts %s', async (_name, values, step, expected) => {
  expect(await made(values.map((value) => [value]), step)).toEqual(expected.map((value) => [value]));
});

test.each<[Filter, number[]]>([
  [{ column: 'age', operator: '>', value: 40 }, [3, 5, 9, 12, 13]],
  [{ column: 'age', operator: '<=', value: '27' }, [8, 10]],
  [{ column: 'age', operator: '!=', value: 41 }, [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]],
  [{ column: 'score', operator: '=', value: 7.5 }, [0]],
  [{ column: 'active', operator: '=', value: 'True' }, [0, 2, 4, 7, 9, 11]],
  [{ column: 'name', operator: 'contains', value: "O'Neil; s" }, [12, 13]],
  [{ column: 'name', operator: 'matches', value: '^[AB].*' }, [0, 1]],
  [{ column: 'city', operator: 'in', value: ['Oslo', "x' OR 1=1 --"] }, [8]],
  [{ column: 'city', operator: 'is-missing' }, [3, 5, 6]],
  [{ column: 'name', operator: '<', value: 'B' }, [0, 9]],
  [{ all: [{ column: 'age', operator: 'is-not-missing' }, { any: [{ column: 'id', operator: '=', value: 1 }, { column: 'id', operator: '=', value: 2 }] }] }, [0]],
])('keeps the rows that pass %j', async (filter, rows) => {
  expect(await left({ step: 'filter', filter })).toEqual(rows);
});

test('tells how many rows each step left', async () => {
  const result = await clean({ step: 'drop-missing', columns: ['age'] }, { step: 'trim' }, { step: 'deduplicate', columns: csv.columns });
  expect([result.rows, result.steps]).toEqual([9, [
    { step: 'drop-missing', rowsBefore: 14, rowsAfter: 10 }, { step: 'trim', rowsBefore: 10, rowsAfter: 10 }, { step: 'deduplicate', rowsBefore: 10, rowsAfter: 9 },
  ]]);
});

describe('bad steps', () => {
  test.each<[string, CleanStep, string]>([
    ['a missing column', { step: 'drop-missing', columns: ['label'] }, 'Step 1 (drop-missing): Column "label" is missing; the table has: id, name, age, city, score, active, note, row'],
    ['a broken pattern', { step: 'replace', pattern: '(', replacement: '' }, 'Step 1 (replace): The pattern "(" is not a regular expression: missing ): (.'],
    ['a group that is not there', { step: 'replace', pattern: '(a)', replacement: '\\2' }, 'The replacement names group \\2, but the pattern "(a)" has 1 group.'],
    ['a broken pattern in a filter', { step: 'filter', filter: { any: [{ column: 'name', operator: 'matches', value: '[' }] } }, 'Step 1 (filter): The pattern "[" is not a regular expression'],
    ['numbers where text is meant', { step: 'trim', columns: ['age'] }, 'Step 1 (trim): Column "age" holds integer, not text'],
    ['a name that is taken', { step: 'rename', from: 'id', to: 'NAME' }, 'The table has a column "name" already'],
    ['a value that cannot be cast', { step: 'cast', column: 'score', type: 'integer' }, 'Step 1 (cast): Row 1 of column "score" holds "7.5", which is not a whole number'],
    ['a cast without sense', { step: 'cast', column: 'active', type: 'date' }, 'Column "active" holds boolean, which cannot become date'],
    ['a comparison without sense', { step: 'filter', filter: { column: 'age', operator: '=', value: 'old' } }, 'Column "age" holds integer; it cannot be compared with "old", only with a number.'],
    ['text comparisons of numbers', { step: 'filter', filter: { column: 'age', operator: 'contains', value: '1' } }, '"contains" compares text, but column "age" holds integer'],
  ])('name %s', async (_name, step, message) => {
    await expect(clean(step)).rejects.toThrow(message);
    await expect(clean(step)).rejects.toBeInstanceOf(TableError);
  });

  test('from outside the types are refused as well', async () => {
    await expect(clean(JSON.parse('{"step":"zap"}') as CleanStep)).rejects.toThrow('Step 1 (zap): The step "zap" is not known.');
    await expect(clean(JSON.parse('{"step":"filter","filter":{"column":"age","operator":"~","value":1}}') as CleanStep)).rejects.toThrow('The comparison "~" is not known; choose one of =, !=,');
  });
});
