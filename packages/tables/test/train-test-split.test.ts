import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { RandomState, TableError, trainTestSplit } from '@millrace/tables';
import { fixture } from './folder.ts';

interface Case { n: number; random_state: number; test_size: number; stratify: boolean; train: number[]; test: number[]; labels?: (string | number)[] }
const { splits } = JSON.parse(readFileSync(fixture('data-prep.json'), 'utf8')) as { splits: Case[] };

test.each(splits.map((split) => [split.n, split.stratify ? 'stratified' : 'plain', split] as const))('splits %d rows as scikit-learn does (%s)', (_rows, _kind, split) => {
  const { train, test } = trainTestSplit(split.n, { testSize: split.test_size, seed: split.random_state, ...(split.stratify ? { stratifyLabels: split.labels ?? [] } : {}) });
  expect([...train]).toEqual(split.train);
  expect([...test]).toEqual(split.test);
});

test('draws the numbers of NumPy', () => {
  // numpy.random.RandomState(42).permutation(10), and the first 32-bit draws of RandomState(0).
  expect([...new RandomState(42).permutation(10)]).toEqual([8, 1, 5, 0, 7, 2, 9, 4, 3, 6]);
  const random = new RandomState(0);
  expect([random.next(), random.next(), random.next()]).toEqual([2357136044, 2546248239, 3071714933]);
});

test('orders labels as NumPy: numbers by value, text by code point', () => {
  // train_test_split(range(12), test_size=0.25, random_state=7, stratify=…) of scikit-learn 1.9.1.
  const words = ['ﬁ', '🙂', 'a', 'ﬁ', '🙂', 'a', 'ﬁ', '🙂', 'a', 'ﬁ', '🙂', 'a'];
  const text = trainTestSplit(12, { testSize: 0.25, seed: 7, stratifyLabels: words });
  expect([[...text.train], [...text.test]]).toEqual([[5, 2, 0, 9, 8, 3, 10, 4, 1], [6, 11, 7]]);
  const numbers = trainTestSplit(12, { testSize: 0.25, seed: 7, stratifyLabels: [10, 9, 100, 10, 9, 100, 10, 9, 100, 10, 9, 100] });
  expect([[...numbers.train], [...numbers.test]]).toEqual([[4, 1, 0, 9, 7, 3, 11, 5, 2], [6, 10, 8]]);
});

test('takes rows in order without shuffling, and numbers of rows for sizes', () => {
  const { train, test } = trainTestSplit(10, { testSize: 3, trainSize: 0.5, shuffle: false });
  expect([[...train], [...test]]).toEqual([[0, 1, 2, 3, 4], [5, 6, 7]]);
});

test.each([
  ['one row', 1, { testSize: 0.2 }, 'With 1 row and a test size of 0.2, nothing is left to train on'],
  ['no rows', 0, { testSize: 0.2 }, 'nothing is left to train on'],
  ['a size of nothing', 10, { testSize: 0 }, 'The test size must be a share between 0 and 1 or a number of rows from 1 to 9, not 0.'],
  ['a size of everything', 10, { testSize: 10 }, 'not 10.'],
  ['sizes above all rows', 10, { testSize: 6, trainSize: 6 }, 'are more than the 10 rows there are'],
  ['a label of one row', 5, { testSize: 2, stratifyLabels: ['a', 'a', 'b', 'a', 'c'] }, 'Stratifying needs at least 2 rows of every label; only 1 row has "b", "c".'],
  ['a row without label', 3, { stratifyLabels: ['a', null, 'a'] }, 'Row 2 has no label; drop rows without a label'],
  ['more labels than test rows', 6, { testSize: 2, stratifyLabels: ['a', 'a', 'b', 'b', 'c', 'c'] }, 'The test part has 2 rows, fewer than the 3 labels'],
  ['too few labels', 4, { stratifyLabels: ['a', 'b'] }, 'There are 2 labels for 4 rows'],
  ['a seed below zero', 10, { seed: -1 }, 'The seed must be a whole number from 0 to 4294967295'],
  ['labels without shuffling', 4, { shuffle: false, stratifyLabels: ['a', 'a', 'b', 'b'] }, 'Stratifying needs shuffling'],
] as const)('refuses %s', (_name, rows, options, message) => {
  expect(() => trainTestSplit(rows, options)).toThrow(message);
  expect(() => trainTestSplit(rows, options)).toThrow(TableError);
});
