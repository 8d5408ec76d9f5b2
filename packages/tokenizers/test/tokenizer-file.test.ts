import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { BertTokenizer, TokenizerError } from '@millrace/tokenizers';

const file = readFileSync(new URL('../../../test/fixtures/golden/bert-tiny/tokenizer.json', import.meta.url), 'utf8');
type Part = Record<string, unknown>;
const changed = (change: (file: Record<string, Part> & { added_tokens: Part[] }) => void) => {
  const content = JSON.parse(file) as Record<string, Part> & { added_tokens: Part[] };
  change(content);
  return content;
};

describe('a tokenizer.json that cannot be used', () => {
  test.each<[string, unknown, string]>([
    ['is not JSON', '{"model":', 'tokenizer.json is not JSON: '],
    ['is something else', [1], 'tokenizer.json must be an object; is this a Hugging Face tokenizer.json?'],
    ['has no model', {}, 'model must be an object'],
    ['is a BPE model', { model: { type: 'BPE', vocab: {}, merges: [] } }, 'model: BPE is not supported by this tokenizer; it reads WordPiece models (BERT, DistilBERT, Electra, MiniLM).'],
    ['is an old BPE model', { model: { vocab: {}, merges: [] } }, 'model: BPE is not supported by'],
    ['is a Unigram model', { model: { type: 'Unigram', vocab: [] } }, 'model: Unigram is not supported by'],
    ['gives one id twice', changed(({ model }) => { (model as { vocab: Part }).vocab['the'] = 7; }), 'share the id 7.'],
    ['has ids that are no numbers', changed(({ model }) => { (model as { vocab: Part }).vocab['the'] = '7'; }), 'model.vocab: the id of "the" must be a whole number from 0.'],
    ['has an id of gigabytes', changed(({ model }) => { (model as { vocab: Part }).vocab['the'] = 4e9; }), 'model.vocab: the id of "the" is 4000000000; ids of up to 16777215 are supported.'],
    ['gives an added token the id of another', changed(({ added_tokens: added }) => { added.push({ ...added[0], content: '<a>', id: 357 }); }), 'added_tokens: "<a>" has the id 357, which is that of "the".'],
    ['lacks the unknown token', changed(({ model }) => { model!['unk_token'] = '<unk>'; }), 'The vocabulary lacks the unknown token "<unk>"'],
    ['normalises otherwise', changed(({ normalizer }) => { normalizer!['type'] = 'NFKC'; }), 'normalizer: NFKC is not supported yet; BertNormalizer is.'],
    ['splits words otherwise', changed((content) => { content['pre_tokenizer'] = { type: 'Whitespace' }; }), 'pre_tokenizer: Whitespace is not supported yet'],
    ['names a token that is not there', changed(({ post_processor: post }) => { (post as { special_tokens: Record<string, Part> }).special_tokens['[SEP]'] = { id: '[SEP]', ids: [6000], tokens: ['[SEP]'] }; }), 'post_processor: the id 6000 of "[SEP]" is not in the vocabulary.'],
    ['matches added tokens late', changed(({ added_tokens: added }) => { added[0]!['normalized'] = true; }), '"[PAD]" is to be matched after normalisation'],
  ])('says so when it %s', (_name, content, message) => {
    expect(() => BertTokenizer.fromJSON(content)).toThrow(message);
    expect(() => BertTokenizer.fromJSON(content)).toThrow(TokenizerError);
  });
});

test('reads BertProcessing as the template that it stands for', () => {
  const tokenizer = BertTokenizer.fromJSON(changed((content) => { content['post_processor'] = { type: 'BertProcessing', cls: ['[CLS]', 2], sep: ['[SEP]', 3] }; }));
  const { ids, typeIds } = tokenizer.encode('the', 'dog');
  expect([[...ids], [...typeIds]]).toEqual([[...BertTokenizer.fromJSON(file).encode('the', 'dog').ids], [0, 0, 0, 1, 1, 1]]);
});

test('finds added tokens as they ask for: longest first, with white space, only as whole words', () => {
  const tokenizer = BertTokenizer.fromJSON(changed(({ added_tokens: added }) => {
    const token = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: false };
    added.push({ ...token, id: 600, content: '<a>' }, { ...token, id: 601, content: '<a><b>' }, { ...token, id: 602, content: 'XY', single_word: true }, { ...token, id: 603, content: '<s>', lstrip: true, rstrip: true });
  }));
  expect(tokenizer.vocabularySize).toBe(604);
  expect(tokenizer.tokenize('<a><b><a>the')).toEqual(['<a><b>', '<a>', 'the']);
  expect(tokenizer.tokenize('XY!').at(0)).toBe('XY');
  expect(tokenizer.tokenize('XYZ')).not.toContain('XY');
  expect(tokenizer.encode('the <s> dog', undefined, { addSpecialTokens: false }).offsets).toEqual([[0, 3], [3, 8], [8, 10], [10, 11]]);
  expect(tokenizer.decode([600, 2, 357])).toBe('<a> the');
});

test('refuses a vocab.txt without BERT\'s special tokens, or with a token twice', () => {
  expect(() => BertTokenizer.fromVocabulary('[PAD]\n[UNK]\nthe\n')).toThrow('The vocabulary lacks "[CLS]"');
  expect(() => BertTokenizer.fromVocabulary('[PAD]\n[UNK]\n[CLS]\n[SEP]\nthe\nthe\n')).toThrow('The vocabulary holds "the" twice, in lines 5 and 6.');
  const tokenizer = BertTokenizer.fromVocabulary(['<pad>', '<unk>', '<s>', '</s>', 'a'], { padToken: '<pad>', unknownToken: '<unk>', clsToken: '<s>', sepToken: '</s>', maskToken: '<mask>' });
  expect([...tokenizer.encodeIds('a b')]).toEqual([2, 4, 1, 3]);
  expect([tokenizer.vocabularySize, tokenizer.padId, tokenizer.clsId, tokenizer.sepId, tokenizer.maskId]).toEqual([5, 0, 2, 3, undefined]);
});

test('holds words that are properties of every object', () => {
  const words = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', '_', 'proto', 'constructor', '__proto__', '1', '0'];
  const again = BertTokenizer.fromJSON(JSON.stringify(BertTokenizer.fromVocabulary(words)));
  expect(again.vocabulary).toEqual(words);
  expect(again.tokenize('constructor __proto__ 1 toString')).toEqual(['constructor', '_', '_', 'proto', '_', '_', '1', '[UNK]']);
});
