import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { BytePairTokenizer, learnBytePair, loadTokenizer } from '@millrace/tokenizers';

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../../test/fixtures/golden/${name}`, import.meta.url), 'utf8'));
const texts = (read('gpt2-tiny/tokenize.json') as { cases: { text: string }[] }).cases.map(({ text }) => text);
const reference = read('learn-byte-pair.json') as { cases: { vocabularySize: number; minFrequency: number; vocabulary: string[]; merges: string[] }[] };
const merges = (tokenizer: BytePairTokenizer) => (tokenizer.toJSON()['model'] as { merges: [string, string][] }).merges.map((merge) => merge.join(' '));

describe('byte-level BPE', () => {
  test.each(reference.cases)('learns the vocabulary and the merges of Python for $vocabularySize tokens seen $minFrequency times', async ({ vocabularySize, minFrequency, ...learnt }) => {
    const tokenizer = await learnBytePair(texts, { vocabularySize, minFrequency });
    expect(tokenizer.vocabulary).toEqual(learnt.vocabulary);
    expect(merges(tokenizer)).toEqual(learnt.merges);
  });

  test('merges the most frequent pair again and again, of equals the one with the smaller ids', async () => {
    const tokenizer = await learnBytePair(['ab ab abc', 'cab'], { vocabularySize: 300, minFrequency: 1 });
    expect(merges(tokenizer)).toEqual(['a b', 'Ġ ab', 'c ab', 'Ġab c']);
  });

  test('is written as a file that reads back, and encodes any text', async () => {
    const learnt = await learnBytePair(texts, { vocabularySize: 500 });
    const loaded = loadTokenizer(JSON.stringify(learnt));
    expect(loaded).toBeInstanceOf(BytePairTokenizer);
    expect(loaded.toJSON()).toEqual(learnt.toJSON());
    expect([learnt.endOfTextId, learnt.vocabularySize]).toEqual([0, 500]);
    for (const text of [...texts, 'never seen: \ud83e\udd72 \u0905']) expect(loaded.decode(loaded.encodeIds(text), { skipSpecialTokens: false })).toBe(text);
  });

  test('takes the special tokens it is given, and texts one by one', async () => {
    async function* one() { yield* texts; }
    const tokenizer = await learnBytePair(one(), { vocabularySize: 400, specialTokens: ['<s>', '<pad>'] });
    expect(tokenizer.vocabulary.slice(0, 3)).toEqual(['<s>', '<pad>', '!']);
    expect(tokenizer.encode('<s>a').tokens).toEqual(['<s>', 'a']);
  });

  test('tells how far it is, and stops when it is told to', async () => {
    const seen: string[] = [];
    const many = Array.from({ length: 600 }, () => 'the pug');
    await learnBytePair(many, { onProgress: ({ phase }) => { seen.push(phase); } });
    expect(seen).toEqual(['reading', 'reading', 'reading', 'merging', 'merging']);
    const abort = new AbortController();
    await expect(learnBytePair(many, { signal: abort.signal, onProgress: () => abort.abort(new Error('enough')) })).rejects.toThrow('enough');
  });

  test('refuses texts without content and sizes without sense', async () => {
    await expect(learnBytePair([''])).rejects.toThrow('There is nothing to learn from: the texts are empty.');
    await expect(learnBytePair(texts, { vocabularySize: 256 })).rejects.toThrow('vocabularySize must be at least 257, for the bytes and 1 special tokens, not 256.');
    await expect(learnBytePair(texts, { minFrequency: 0 })).rejects.toThrow('minFrequency must be a whole number from 1, not 0.');
  });
});
