import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { BertTokenizer, type TextOrPair } from '@millrace/tokenizers';

const fixtures = new URL('../../../test/fixtures/golden/bert-tiny/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, fixtures), 'utf8');

interface Batch { input_ids: number[][]; attention_mask: number[][]; token_type_ids: number[][] }
interface Golden {
  options: { max_length: number };
  texts: string[];
  batch: Batch;
  single: {
    text: string; normalized: string; input_ids: number[]; attention_mask: number[]; token_type_ids: number[];
    full_input_ids: number[]; full_tokens: string[]; full_offsets: [number, number][]; decoded: string;
  }[];
  pairs: [string, string][];
  pair_batch: Batch;
  pair_single: {
    text: string; text_pair: string; input_ids: number[]; attention_mask: number[]; token_type_ids: number[];
    full_input_ids: number[]; full_token_type_ids: number[]; empty_pair_dropped?: boolean;
  }[];
}

describe.each([['uncased', ''], ['cased', 'tokenizer-cased/']])('the %s reference tokenizer', (_name, folder) => {
  const golden: Golden = JSON.parse(read(`${folder}tokenize.json`));
  const tokenizer = BertTokenizer.fromJSON(read(`${folder}tokenizer.json`));
  const { max_length: maxLength } = golden.options;
  const fromVocabulary = BertTokenizer.fromVocabulary(read(`${folder}vocab.txt`), { lowercase: folder === '' });

  test('gives the ids, tokens, offsets and masks of Python for every text', () => {
    for (const expected of golden.single) {
      const full = tokenizer.encode(expected.text);
      expect({ text: expected.text, ids: [...full.ids], tokens: full.tokens, offsets: full.offsets })
        .toEqual({ text: expected.text, ids: expected.full_input_ids, tokens: expected.full_tokens, offsets: expected.full_offsets });
      const cut = tokenizer.encode(expected.text, undefined, { maxLength });
      expect([[...cut.ids], [...cut.attentionMask], [...cut.typeIds]]).toEqual([expected.input_ids, expected.attention_mask, expected.token_type_ids]);
    }
  });

  test('gives the same ids on the quick path, cut or not', () => {
    for (const { text, full_input_ids, input_ids } of golden.single) {
      expect([...tokenizer.encodeIds(text)]).toEqual(full_input_ids);
      expect([...tokenizer.encodeIds(text, { maxLength })]).toEqual(input_ids);
      expect([...fromVocabulary.encodeIds(text)]).toEqual(full_input_ids);
    }
  });

  test('gives the padded batches of Python, for texts and for pairs', () => {
    expectBatch(golden.texts, golden.batch);
    expectBatch(golden.pairs, golden.pair_batch);
  });

  test('gives the pairs of Python', () => {
    for (const expected of golden.pair_single) {
      const pair = expected.text_pair === '' ? undefined : expected.text_pair;
      const full = tokenizer.encode(expected.text, pair);
      expect([[...full.ids], [...full.typeIds]]).toEqual([expected.full_input_ids, expected.full_token_type_ids]);
      const cut = tokenizer.encode(expected.text, pair, { maxLength });
      expect([[...cut.ids], [...cut.attentionMask], [...cut.typeIds]]).toEqual([expected.input_ids, expected.attention_mask, expected.token_type_ids]);
      expect([...tokenizer.encodeIds(pair === undefined ? expected.text : [expected.text, pair], { maxLength })]).toEqual(expected.input_ids);
    }
  });

  test('normalises and decodes as Python', () => {
    for (const { text, normalized, full_input_ids, decoded } of golden.single) {
      expect(tokenizer.normalizer.normalize(text)).toBe(normalized);
      expect(tokenizer.decode(full_input_ids)).toBe(decoded);
    }
  });

  test('writes a tokenizer.json equal to the one it read', () => {
    expect(JSON.parse(JSON.stringify(tokenizer))).toEqual(JSON.parse(read(`${folder}tokenizer.json`)));
    expect(JSON.parse(JSON.stringify(fromVocabulary))).toEqual(JSON.parse(read(`${folder}tokenizer.json`)));
  });

  function expectBatch(texts: readonly TextOrPair[], expected: Batch): void {
    const batch = tokenizer.encodeBatch(texts, { maxLength });
    const rows = (values: Int32Array) => Array.from({ length: batch.rows }, (_, row) => [...values.subarray(row * batch.columns, (row + 1) * batch.columns)]);
    expect({ input_ids: rows(batch.ids), attention_mask: rows(batch.attentionMask), token_type_ids: rows(batch.typeIds) }).toEqual(expected);
  }
});
