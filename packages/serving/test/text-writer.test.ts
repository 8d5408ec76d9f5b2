import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ModelWorkerFailed, TextWriter } from '@millrace/serving';

const golden = fileURLToPath(new URL('../../../test/fixtures/golden', import.meta.url));
const gpt2 = join(golden, 'gpt2-tiny');
interface Written { readonly prompt: string; readonly text: string; readonly new_ids: readonly number[] }
let cases: readonly Written[];
let stopping: readonly Written[];
let writer: TextWriter;

beforeAll(async () => {
  ({ cases, cases_stop: stopping } = JSON.parse(await readFile(join(gpt2, 'generate.json'), 'utf8')));
  writer = await TextWriter.open(gpt2, { threads: 1 });
});
afterAll(() => writer.close());

describe('a text writer', () => {
  test('writes what Python writes, several prompts at once', async () => {
    const written = await writer.write(cases.map(({ prompt }) => prompt), { maxNewTokens: 12, endsAtEndOfText: false });
    expect(written.map(({ text }, index) => cases[index]?.prompt + text)).toEqual(cases.map(({ text }) => text));
    expect(written.every(({ finish, newTokens }) => finish === 'length' && newTokens === 12)).toBe(true);
  });

  test('ends with the end of a text, which is not told', async () => {
    const written = await writer.write(stopping.map(({ prompt }) => prompt), { maxNewTokens: 12 });
    expect(written.map(({ text }, index) => stopping[index]?.prompt + text)).toEqual(stopping.map(({ text }) => text.replace('<|endoftext|>', '')));
    expect(written.every(({ finish }) => finish === 'stop')).toBe(true);
  });

  test('tells pieces of text as they come, without broken characters, and all of them are the text', async () => {
    const pieces: string[] = [];
    const [written] = await writer.write(['\u4eca\u5929\u5929\u6c14'], { maxNewTokens: 7, onText: ({ text }) => pieces.push(text) });
    expect(pieces.join('')).toBe(written?.text);
    expect(pieces.slice(0, -1).join('')).not.toContain('\ufffd');
    expect(pieces.length).toBeGreaterThan(3);
  });

  test('ends before a stop text, although tokens cut it', async () => {
    const [written] = await writer.write(['The train was late'], { maxNewTokens: 12, stop: ['we waited'] });
    expect(written).toMatchObject({ text: ' again, ', finish: 'stop' });
    expect(written?.newTokens).toBeLessThan(12);
  });

  test('begins a new text for an empty prompt', async () => {
    const [written] = await writer.write([''], { maxNewTokens: 5, sampling: { seed: 1 } });
    expect(written).toMatchObject({ promptTokens: 1 });
    expect(written?.text.length).toBeGreaterThan(0);
  });

  test('shortens a prompt from its beginning if it may, and else refuses it', async () => {
    const long = 'The train was late. '.repeat(20);
    await expect(writer.write([long], { maxNewTokens: 4 })).rejects.toThrow('leaves no room: the model takes 64, new ones included');
    const [written] = await writer.write([long], { maxNewTokens: 4, shortensPrompts: true });
    expect(written).toMatchObject({ promptTokens: 60, newTokens: 4, shortened: true, finish: 'length' });
  });
});

test('a folder that cannot write says what is wrong', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-writer-'));
  try {
    await expect(TextWriter.open(folder)).rejects.toThrow('The model has no readable tokenizer.json');
    await copyFile(join(golden, 'bert-tiny/tokenizer.json'), join(folder, 'tokenizer.json'));
    await expect(TextWriter.open(folder)).rejects.toThrow('The tokenizer of this model is WordPiece; GPT-2 writes with byte-level BPE.');
    await copyFile(join(gpt2, 'tokenizer.json'), join(folder, 'tokenizer.json'));
    await writeFile(join(folder, 'config.json'), '{"model_type":"bert"}');
    await expect(TextWriter.open(folder)).rejects.toThrow('This model is a BERT: it reads texts, and cannot write them.');
    await expect(TextWriter.open(folder)).rejects.toBeInstanceOf(ModelWorkerFailed);
  } finally {
    await rm(folder, { recursive: true });
  }
});
