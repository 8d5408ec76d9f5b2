import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { BertTokenizer } from '@millrace/tokenizers';

const tokenizer = BertTokenizer.fromJSON(readFileSync(new URL('../../../test/fixtures/golden/bert-tiny/tokenizer.json', import.meta.url), 'utf8'));
const the = (count: number) => 'the '.repeat(count);

/** Kept lengths by tokenizers 0.23.2 for a pair of so many tokens each and a maxLength. */
test.each([
  [5, 5, 32, 5, 5], [40, 5, 32, 24, 5], [5, 40, 32, 5, 24], [40, 41, 32, 14, 15], [60, 50, 32, 14, 15], [9, 8, 10, 4, 3], [11, 10, 10, 3, 4], [20, 1, 10, 6, 1], [0, 20, 10, 0, 7], [4, 4, 10, 3, 4],
])('shortens a pair of %d and %d tokens to %d as Python does', (first, second, maxLength, keptFirst, keptSecond) => {
  const { typeIds, specialTokensMask } = tokenizer.encode(the(first), the(second), { maxLength });
  const kept = (type: number) => typeIds.filter((typeId, index) => typeId === type && specialTokensMask[index] === 0).length;
  expect([kept(0), kept(1)]).toEqual([keptFirst, keptSecond]);
  expect(tokenizer.encodeIds([the(first), the(second)], { maxLength })).toHaveLength(typeIds.length);
});

test('counts the tokens of a long text up to the end of a word, as Python does, to tell which text is longer', () => {
  const kept = (first: string) => tokenizer.encode(first, the(9), { maxLength: 4 }).tokens;
  expect(kept('the the the [SEP] the the')).toEqual(['[CLS]', 'the', '[SEP]', '[SEP]']);
  expect(kept('the the the unhappy')).toEqual(['[CLS]', 'the', '[SEP]', '[SEP]']);
  expect(kept('the the the the the')).toEqual(['[CLS]', '[SEP]', 'the', '[SEP]']);
});

test('shortens the text that it is told to', () => {
  expect([...tokenizer.encode(the(9), the(2), { maxLength: 8, truncation: 'only_first' }).typeIds]).toEqual([0, 0, 0, 0, 0, 1, 1, 1]);
  expect([...tokenizer.encode(the(2), the(9), { maxLength: 8, truncation: 'only_second' }).typeIds]).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  expect(() => tokenizer.encode(the(2), the(9), { maxLength: 8, truncation: 'only_first' })).toThrow('use "longest_first"');
  expect(tokenizer.encodeIds(the(9), { maxLength: 4, truncation: 'none' })).toHaveLength(11);
  expect([...tokenizer.encodeIds(the(9), { maxLength: 2, addSpecialTokens: false })]).toEqual([357, 357]);
});

test('refuses a length that has no room for the special tokens', () => {
  expect(() => tokenizer.encodeIds('the', { maxLength: 1 })).toThrow('maxLength must be a whole number from 2 (2 special tokens are added), not 1.');
  expect(() => tokenizer.encode('the', 'dog', { maxLength: 2 })).toThrow('maxLength must be a whole number from 3');
  expect(() => tokenizer.encodeBatch(['the'], { padding: 'max_length' })).toThrow('Padding to "max_length" needs maxLength.');
});

test('pads to the longest row, to the limit or to a multiple', () => {
  const texts = ['the', 'the the the'];
  expect(tokenizer.encodeBatch(texts)).toEqual({
    rows: 2, columns: 5, ids: Int32Array.of(2, 357, 3, 0, 0, 2, 357, 357, 357, 3), attentionMask: Int32Array.of(1, 1, 1, 0, 0, 1, 1, 1, 1, 1),
    typeIds: new Int32Array(10), lengths: Int32Array.of(3, 5),
  });
  expect(tokenizer.encodeBatch(texts, { maxLength: 4, padding: 'max_length' }).columns).toBe(4);
  expect(tokenizer.encodeBatch(texts, { maxLength: 9, padding: 'max_length' }).columns).toBe(9);
  expect(tokenizer.encodeBatch(texts, { padToMultipleOf: 8 }).columns).toBe(8);
  expect(tokenizer.encodeBatch([])).toMatchObject({ rows: 0, columns: 0 });
});

test('gives the same ids for a text again, and for its words in other places', () => {
  const text = 'The dog, the DOG; caf\u00e9\u0301 \u4eca\u5929 x\u200by [MASK]!';
  const [first, second] = [tokenizer.encodeIds(text), tokenizer.encodeIds(text)];
  expect(second).toEqual(first);
  expect(tokenizer.encode(text).ids).toEqual(first);
});

test('refuses to decode an id that it does not have', () => {
  expect(() => tokenizer.decode([6000])).toThrow('The id 6000 is not in the vocabulary of 600 tokens.');
  expect(tokenizer.decode([2, 357, 3], { skipSpecialTokens: false })).toBe('[CLS] the [SEP]');
});
