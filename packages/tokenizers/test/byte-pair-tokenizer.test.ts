import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { BertTokenizer, BytePairTokenizer, loadTokenizer, TokenizerError } from '@millrace/tokenizers';

const read = (name: string) => readFileSync(new URL(`../../../test/fixtures/golden/${name}`, import.meta.url), 'utf8');
const file = read('gpt2-tiny/tokenizer.json');
const merges = read('gpt2-tiny/merges.txt');
const golden: { cases: { text: string; input_ids: number[]; tokens: string[]; offsets: [number, number][]; decoded: string }[] } = JSON.parse(read('gpt2-tiny/tokenize.json'));
const tokenizer = BytePairTokenizer.fromJSON(file);

type Part = Record<string, unknown>;
const changed = (change: (file: Record<string, Part> & { added_tokens: Part[] }) => void) => {
  const content = JSON.parse(file) as Record<string, Part> & { added_tokens: Part[] };
  change(content);
  return content;
};

describe.each([
  ['tokenizer.json', tokenizer],
  ['vocab.json and merges.txt', BytePairTokenizer.fromVocabulary(read('gpt2-tiny/vocab.json'), merges)],
  ['a tokenizer.json that it wrote', BytePairTokenizer.fromJSON(JSON.stringify(tokenizer))],
])('the reference tokenizer from %s', (_name, loaded) => {
  test('gives the ids, tokens, offsets and decoded text of Python for every text', () => {
    expect(golden.cases).toHaveLength(71);
    for (const { text, ...expected } of golden.cases) {
      const { ids, tokens, offsets } = loaded.encode(text);
      expect({ text, input_ids: [...ids], tokens, offsets, decoded: loaded.decode(ids, { skipSpecialTokens: false }) }).toEqual({ text, ...expected });
      expect([...loaded.encodeIds(text)]).toEqual(expected.input_ids);
      expect(loaded.tokenize(text)).toEqual(expected.tokens);
    }
  });
});

test('writes the tokenizer.json that it read, but for a template that adds nothing', () => {
  expect(JSON.parse(JSON.stringify(tokenizer))).toEqual(changed((content) => { Object.assign(content, { post_processor: null }); }));
});

test('splits text where the pattern of GPT-2 does', () => {
  const words = (text: string) => text.match(/'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu) ?? [];
  const pieces = ["'", 's', 're', 'll', 'v', ' ', '  ', '\n', '\u0085', '\ufeff', '\u3000', '7', '\u00bd', '!', 'x', '\u00e9', '\u4eca', '\u0301', '\ud83e\udd72', '\ud835\udc00', '\ud800'];
  let seed = 1;
  const next = (below: number) => (seed = (seed * 48271) % 0x7fffffff) % below;
  for (let round = 0; round < 2000; round++) {
    const text = Array.from({ length: 1 + next(12) }, () => pieces[next(pieces.length)] ?? '').join('');
    expect({ text, ids: [...tokenizer.encodeIds(text)] }).toEqual({ text, ids: words(text).flatMap((word) => [...tokenizer.encodeIds(word)]) });
    expect(tokenizer.encode(text).ids).toEqual(tokenizer.encodeIds(text));
    expect(tokenizer.decode(tokenizer.encodeIds(text))).toBe(text.toWellFormed());
  }
});

test('takes a letter that came with Unicode 17 for a symbol, as Python does', () => {
  const loaded = BytePairTokenizer.fromJSON(changed(({ model }) => {
    (model as { vocab: Part }).vocab['a\u00e0'] = 480;
    (model as { merges: string[][] }).merges = [['a', '\u00e0']];
  }));
  expect(loaded.tokenize('a\u0905')[0]).toBe('a\u00e0');
  expect(loaded.tokenize('a\u088f')[0]).toBe('a');
});

test('pads on the right with <|endoftext|> and shortens texts', () => {
  expect(tokenizer.encodeBatch(['The lazy dog', 'The', ''], { maxLength: 5 })).toEqual({
    rows: 3, columns: 5, ids: Int32Array.of(282, 465, 90, 89, 270, 282, 0, 0, 0, 0, 0, 0, 0, 0, 0), lengths: Int32Array.of(5, 1, 0),
    attentionMask: Int32Array.of(1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0), typeIds: new Int32Array(15),
  });
  expect(tokenizer.encodeBatch(['The'], { maxLength: 3, padding: 'max_length' })).toMatchObject({ columns: 3, lengths: Int32Array.of(1) });
  expect(tokenizer.encode('The lazy dog', undefined, { maxLength: 2 })).toMatchObject({ tokens: ['The', '\u0120la'], offsets: [[0, 3], [3, 6]] });
  expect([...tokenizer.encodeIds(['The', 'The lazy dog'], { maxLength: 3 })]).toEqual([282, 282, 465]);
  expect([tokenizer.padId, tokenizer.endOfTextId, tokenizer.vocabularySize]).toEqual([0, 0, 480]);
});

test('decodes half a character as U+FFFD, once for each start of one', () => {
  const ids = (bytes: number[]) => bytes.map((byte) => tokenizer.vocabulary.indexOf(byte < 0xa1 ? String.fromCharCode(byte - 0x7f + 0x121) : String.fromCharCode(byte)));
  for (const bytes of [[0xf0, 0x9f, 0xa5], [0xf0, 0x9f, 0xa5, 0xb2, 0x80], [0xe4, 0xe4, 0xba, 0x86], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xff, 0xc3]]) {
    expect({ bytes, text: tokenizer.decode(ids(bytes)) }).toEqual({ bytes, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes)) });
  }
  expect(() => tokenizer.decode([480])).toThrow('The id 480 is not in the vocabulary of 480 tokens.');
});

test('finds added tokens and decodes them as text, special ones only when asked', () => {
  const loaded = BytePairTokenizer.fromJSON(changed(({ added_tokens: added }) => { added.push({ ...added[0], id: 480, content: '<my \u4eca>', special: false, normalized: true }); }));
  const { ids, tokens, offsets } = loaded.encode('The<my \u4eca><|endoftext|>');
  expect([tokens, offsets]).toEqual([['The', '<my \u4eca>', '<|endoftext|>'], [[0, 3], [3, 9], [9, 22]]]);
  expect(loaded.decode(ids)).toBe('The<my \u4eca>');
  expect(loaded.vocabularySize).toBe(481);
});

test('takes a word of a million bytes', () => {
  expect(tokenizer.encodeIds('her'.repeat(350_000))).toHaveLength(350_000);
  expect(tokenizer.encodeIds(' '.repeat(1_000_000))).toHaveLength(1_000_000);
});

test('reads older files: merges as texts, a model without a type, ByteLevel as post-processor', () => {
  const old = changed(({ model, ...content }) => {
    delete model!['type'];
    model!['merges'] = (model!['merges'] as string[][]).map((merge) => merge.join(' '));
    content['added_tokens'][0]!['normalized'] = true;
  });
  Object.assign(old, { post_processor: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: false } });
  expect(BytePairTokenizer.fromJSON(JSON.stringify(old)).toJSON()).toEqual(tokenizer.toJSON());
});

describe('a BPE file that cannot be used', () => {
  const setModel = (values: Part) => changed(({ model }) => { Object.assign(model!, values); });
  test.each<[string, unknown, string]>([
    ['is not JSON', '{', 'tokenizer.json is not JSON: '],
    ['is of another model', { model: { type: 'WordPiece' } }, 'model: WordPiece is not supported by this tokenizer; it reads byte-level BPE models (GPT-2).'],
    ['drops merges', setModel({ dropout: 0.1 }), 'model.dropout: 0.1 is not supported yet'],
    ['marks the ends of words', setModel({ end_of_word_suffix: '</w>' }), 'model.end_of_word_suffix: "</w>" is not supported yet'],
    ['ignores merges', setModel({ ignore_merges: true }), 'model.ignore_merges: true is not supported yet'],
    ['has no vocabulary', setModel({ vocab: null }), 'model.vocab must be an object'],
    ['lacks a byte', changed(({ model }) => { delete (model as { vocab: Part }).vocab['\u0120']; }), 'The vocabulary lacks the byte 32 ("\u0120")'],
    ['asks for a table of gigabytes', changed(({ model }) => { (model as { vocab: Part }).vocab['x'] = 2 ** 40; }), 'model.vocab: the id of "x" is 1099511627776'],
    ['has no merges', setModel({ merges: undefined }), 'model.merges must be a list.'],
    ['has half a merge', setModel({ merges: [['h', 'e'], ['h']] }), 'model.merges[1] must be two tokens, as "h e".'],
    ['has merges of numbers', setModel({ merges: [[1, 2]] }), 'model.merges[0] must be two tokens'],
    ['merges what it lacks', setModel({ merges: [['h', 'xyz']] }), 'Merge 1, "h xyz": the vocabulary lacks "xyz".'],
    ['merges to what it lacks', setModel({ merges: [['h', 'e'], ['x', 'q']] }), 'Merge 2, "x q": the vocabulary lacks "xq".'],
    ['normalises', changed((content) => { content['normalizer'] = { type: 'NFC' }; }), 'normalizer: NFC is not supported yet with BPE'],
    ['splits words otherwise', changed((content) => { content['pre_tokenizer'] = { type: 'Metaspace' }; }), 'pre_tokenizer: Metaspace is not supported yet with BPE; ByteLevel is.'],
    ['puts a blank before the text', changed(({ pre_tokenizer: pre }) => { pre!['add_prefix_space'] = true; }), 'pre_tokenizer.add_prefix_space must be false'],
    ['does not split words', changed(({ pre_tokenizer: pre }) => { pre!['use_regex'] = false; }), 'pre_tokenizer.use_regex must be true'],
    ['decodes otherwise', changed((content) => { content['decoder'] = { type: 'BPEDecoder' }; }), 'decoder: BPEDecoder is not supported yet with BPE'],
    ['trims offsets', changed((content) => { content['post_processor'] = { type: 'ByteLevel', trim_offsets: true }; }), 'post_processor.trim_offsets must be false'],
    ['gives an added token the id of another', changed(({ added_tokens: added }) => { added[0]!['id'] = 7; }), 'added_tokens: "<|endoftext|>" has the id 7, but the vocabulary gives it 0.'],
  ])('is refused in words when it %s', (_name, content, message) => {
    expect(() => BytePairTokenizer.fromJSON(content)).toThrow(message);
    expect(() => BytePairTokenizer.fromJSON(content)).toThrow(TokenizerError);
  });

  test('is refused as vocab.json and merges.txt too, with the line', () => {
    const vocabulary = read('gpt2-tiny/vocab.json');
    expect(() => BytePairTokenizer.fromVocabulary('[1', merges)).toThrow('vocab.json is not JSON: ');
    expect(() => BytePairTokenizer.fromVocabulary({ a: -1 }, merges)).toThrow('vocab.json: the id of "a" must be a whole number from 0.');
    expect(() => BytePairTokenizer.fromVocabulary(vocabulary, '#version: 0.2\r\nh e\r\nhe\r\n')).toThrow('merges, line 3 must be two tokens, as "h e".');
    expect(() => BytePairTokenizer.fromVocabulary(vocabulary, merges, ['<pad>'])).toThrow('vocab.json lacks the special token "<pad>"; name those that it holds.');
  });
});

test('loadTokenizer picks the tokenizer by the model of the file', () => {
  expect(loadTokenizer(file)).toBeInstanceOf(BytePairTokenizer);
  expect(loadTokenizer(read('bert-tiny/tokenizer.json'))).toBeInstanceOf(BertTokenizer);
  expect(() => loadTokenizer({ model: { type: 'Unigram', vocab: [] } })).toThrow('model: Unigram is not supported yet; WordPiece (BERT) and byte-level BPE (GPT-2) are.');
});
