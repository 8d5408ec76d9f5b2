import { expect, test } from '@jest/globals';
import { lengthBatches } from '@millrace/serving';

test('puts rows of similar length together within the token budget', () => {
  expect(lengthBatches([3, 10, 4, 9, 4], { maximumRows: 3, maximumTokens: 20 })).toEqual([[1, 3], [2, 4, 0]]);
});

test('gives a row that exceeds the budget a batch of its own', () => {
  expect(lengthBatches([50, 2, 2], { maximumRows: 8, maximumTokens: 10 })).toEqual([[0], [1, 2]]);
});

test('handles no rows and empty rows', () => {
  expect(lengthBatches([], { maximumRows: 2, maximumTokens: 4 })).toEqual([]);
  expect(lengthBatches([0, 0, 0], { maximumRows: 2, maximumTokens: 4 })).toEqual([[0, 1], [2]]);
});
