import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { BytePairTokenizer, TextStream } from '@millrace/tokenizers';

const read = (name: string) => readFileSync(new URL(`../../../test/fixtures/golden/gpt2-tiny/${name}`, import.meta.url), 'utf8');
const tokenizer = BytePairTokenizer.fromJSON(read('tokenizer.json'));
const texts = (JSON.parse(read('tokenize.json')) as { cases: { text: string }[] }).cases.map(({ text }) => text);
const ofBytes = (bytes: readonly number[]) => bytes.map((byte) => tokenizer.vocabulary.indexOf(byte < 0xa1 ? String.fromCharCode(byte - 0x7f + 0x121) : String.fromCharCode(byte)));

function told(ids: Iterable<number>, options?: ConstructorParameters<typeof TextStream>[1]) {
  const stream = new TextStream(tokenizer, options);
  const parts = Array.from(ids, (id) => stream.push(id));
  return { parts, rest: stream.end(), stopped: stream.stopped };
}

describe('a stream of text', () => {
  test('tells whole characters only, and all of the text', () => {
    for (const text of [...texts, '\ud83e\udd72\ud83d\udc68\u200d\ud83d\udc69 \u4eca\u5929']) {
      const { parts, rest } = told(tokenizer.encodeIds(text));
      expect(parts.join('')).toBe(text.replaceAll('<|endoftext|>', ''));
      expect(rest).toBe('');
      for (const part of parts) expect(part.isWellFormed() && (text.includes('\ufffd') || !part.includes('\ufffd'))).toBe(true);
    }
  });

  test('holds bytes back until they are a character', () => {
    expect(told(ofBytes([0xf0, 0x9f, 0xa5, 0xb2])).parts).toEqual(['', '', '', '\ud83e\udd72']);
    expect(told(ofBytes([0xe4, 0xba])).rest).toBe('\ufffd');
  });

  test('does not wait for what cannot become a character', () => {
    for (const bytes of [[0xf0, 0x9f, 0xe4, 0xba, 0x86], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0x80, 0x80], [0xff, 0xc3], [0xf4, 0x90]]) {
      const { parts, rest } = told(ofBytes(bytes));
      expect({ bytes, text: parts.join('') + rest }).toEqual({ bytes, text: tokenizer.decode(ofBytes(bytes)) });
    }
    expect(told(ofBytes([0xed, 0xa0])).parts).toEqual(['', '\ufffd\ufffd']);
  });

  test('ends before the first stop string, although it comes in pieces', () => {
    const ids = ofBytes([...new TextEncoder().encode('\u4eca\u4eca\u5929')]);
    const { parts, rest, stopped } = told([...tokenizer.encodeIds('We waited.\n\n'), ...ids, ...tokenizer.encodeIds('never')], { stop: ['\u5929', 'xyz'] });
    expect([parts.join(''), rest, stopped]).toEqual(['We waited.\n\n\u4eca\u4eca', '', true]);
  });

  test('holds back what may begin a stop string, and tells it when it does not', () => {
    const ids = ['a', '#', '#', 'b', '#', '#'].flatMap((text) => [...tokenizer.encodeIds(text)]);
    expect(told(ids, { stop: ['###'] })).toEqual({ parts: ['a', '', '', '##b', '', ''], rest: '##', stopped: false });
    expect(told([...ids, ...tokenizer.encodeIds('#c')], { stop: ['', '###'] })).toMatchObject({ rest: '', stopped: true });
  });

  test('leaves special tokens out unless asked for', () => {
    const ids = [...tokenizer.encodeIds('The<|endoftext|>')];
    expect(told(ids).parts.join('')).toBe('The');
    expect(told(ids, { skipSpecialTokens: false }).parts.join('')).toBe('The<|endoftext|>');
    expect(told(ids, { skipSpecialTokens: false, stop: ['<|endoftext|>'] })).toMatchObject({ stopped: true });
  });
});
