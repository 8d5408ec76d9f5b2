import { recordsBehind, type NodeRecord } from '../src/index.ts';

const hashOf = (letter: string) => letter.repeat(64);
const record = (nodeId: string, inputs: string, outputs: string): NodeRecord => ({
  nodeId, runId: 'run', number: 1, at: '2026-01-01T00:00:00.000Z', state: 'succeeded', type: 'any', params: {}, wires: {},
  outputs: Object.fromEntries([...outputs].map((letter) => [letter, { kind: 'json', hash: hashOf(letter), bytes: 1, form: 'value' }])),
  recipe: { plugin: { name: 'p', version: '1', codeHash: hashOf('0') }, inputs: Object.fromEntries([...inputs].map((letter) => [letter, hashOf(letter)])), files: {} },
});
const behind = (letter: string, records: readonly NodeRecord[]) => recordsBehind(hashOf(letter), records).map(({ nodeId }) => nodeId);

test('content leads back to what made it, each step after those it needed, and to nothing beside', () => {
  const records = [record('evaluate', 'de', 'f'), record('train', 'bc', 'd'), record('split', 'a', 'be'), record('load', '', 'a'), record('tokenizer', 'b', 'c'), record('chart', 'a', '9')];
  expect(behind('d', records)).toEqual(['load', 'split', 'tokenizer', 'train']);
});

test('a step that passes its input on is not taken for its maker, and content in a circle ends', () => {
  expect(behind('a', [record('show', 'a', 'a'), record('load', '', 'a')])).toEqual(['load']);
  expect(behind('a', [record('there', 'b', 'a'), record('back', 'a', 'b')])).toEqual(['back', 'there']);
});

test('content that no step made leads nowhere', () => {
  expect(behind('z', [record('load', '', 'a')])).toEqual([]);
});
