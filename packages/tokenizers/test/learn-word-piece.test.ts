import { expect, test } from '@jest/globals';
import { BertTokenizer, learnWordPiece } from '@millrace/tokenizers';

const texts = ['Hug the pug, hug the bug!', 'A pug and a bug run.', 'The hugs of pugs; the hut.', 'Été'];

test('merges the most frequent pair of pieces, again and again', async () => {
  const tokenizer = await learnWordPiece(['ab ab ab abc abc', 'bc'], { vocabularySize: 13, minFrequency: 1 });
  // Letters by code point, then what continues words in order of appearance; a + ##b is there 5 times, then ab + ##c twice.
  expect(tokenizer.vocabulary).toEqual(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b', 'c', '##b', '##c', 'ab', 'abc', 'bc']);
});

test('stops at the size asked for, and at pairs that are too rare', async () => {
  expect((await learnWordPiece(texts, { vocabularySize: 36 })).vocabularySize).toBe(36);
  const frequent = await learnWordPiece(texts, { minFrequency: 3 });
  expect(frequent.vocabulary).toContain('the');
  expect(frequent.vocabulary).not.toContain('hut');
  expect(frequent.tokenize('the hut')).toEqual(['the', 'h', '##u', '##t']);
});

test('normalises as the tokenizer will: accents and case', async () => {
  const uncased = await learnWordPiece(texts, { minFrequency: 1 });
  expect(uncased.vocabulary).toEqual(expect.arrayContaining(['ete']));
  const cased = await learnWordPiece(texts, { minFrequency: 1, lowercase: false });
  expect(cased.vocabulary).toEqual(expect.arrayContaining(['Été', 'Hug', 'hug']));
  expect(cased.normalizer.lowercase).toBe(false);
});

test('keeps the most frequent characters only', async () => {
  const tokenizer = await learnWordPiece(['aaa bb c'], { alphabetLimit: 2, minFrequency: 1 });
  expect(tokenizer.vocabulary.slice(5, 7)).toEqual(['a', 'b']);
  expect(tokenizer.tokenize('aaa c')).toEqual(['aaa', '[UNK]']);
});

test('gives the same vocabulary for the same texts, whether they come at once or one by one', async () => {
  async function* one() { yield* texts; }
  const together = await learnWordPiece(texts);
  expect((await learnWordPiece(one())).vocabulary).toEqual(together.vocabulary);
  expect(BertTokenizer.fromJSON(JSON.stringify(together)).vocabulary).toEqual(together.vocabulary);
});

test('tells how far it is, and stops when it is told to', async () => {
  const seen: string[] = [];
  await learnWordPiece(Array.from({ length: 600 }, () => 'the pug'), { onProgress: ({ phase }) => { seen.push(phase); } });
  expect(seen).toEqual(['reading', 'reading', 'reading', 'merging', 'merging']);
  const abort = new AbortController();
  const learning = learnWordPiece(Array.from({ length: 600 }, () => 'the pug'), { signal: abort.signal, onProgress: () => abort.abort(new Error('enough')) });
  await expect(learning).rejects.toThrow('enough');
});

test('refuses texts without words and sizes without sense', async () => {
  await expect(learnWordPiece([' ', '\u200b'])).rejects.toThrow('There is nothing to learn from: the texts hold no words.');
  await expect(learnWordPiece(texts, { vocabularySize: 5 })).rejects.toThrow('vocabularySize must be above the 5 special tokens, not 5.');
  await expect(learnWordPiece(texts, { minFrequency: 0 })).rejects.toThrow('minFrequency must be a whole number from 1, not 0.');
});
