import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadLanguageModel, openTextModel } from '@millrace/nn';
import { pretrained } from '@millrace/plugin-learn';
import { runNode } from '@millrace/sdk/testing';

const golden = (name: string) => fileURLToPath(new URL(`../../../test/fixtures/golden/${name}`, import.meta.url));
const forward = JSON.parse(await readFile(join(golden('bert-tiny'), 'forward.json'), 'utf8')) as { input_ids: number[][]; attention_mask: number[][]; token_type_ids: number[][]; logits: { data: number[] } };
let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'millrace-pretrained-')); });
afterAll(() => rm(folder, { recursive: true }));

const load = (model: string, at: string) => runNode(pretrained, { params: { model }, pretrained: { [model]: at }, folder });

describe('learn.pretrained', () => {
  test('gives a BERT of the hub with the logits that it has there, and its tokenizer', async () => {
    const { outputs, logs } = await load('org/bert', golden('bert-tiny'));
    const model = await openTextModel(outputs.model.path, { threads: 1 });
    const cut = (rows: number[][]) => rows.map((row, index) => Int32Array.from(row.slice(0, forward.attention_mask[index]!.reduce((a, b) => a + b, 0))));
    const logits = await model.logits({ inputIds: cut(forward.input_ids), tokenTypeIds: cut(forward.token_type_ids) });
    await model.close();
    logits.flatMap((row) => [...row]).forEach((logit, index) => expect(Math.abs(logit - forward.logits.data[index]!)).toBeLessThan(1e-5));
    expect(outputs.tokenizer.meta).toEqual({ vocabularySize: 600 });
    expect(logs[0]?.message).toMatch(/^org\/bert at 000000000000: BERT, [\d,]+ parameters, 600 tokens\.$/);
  });

  test('gives a GPT-2, also with the vocabulary files of old', async () => {
    const old = join(folder, 'gpt2');
    await mkdir(old);
    for (const file of ['config.json', 'model.safetensors', 'vocab.json', 'merges.txt']) await cp(join(golden('gpt2-tiny'), file), join(old, file));
    const { outputs } = await load('org/gpt2', old);
    expect((await loadLanguageModel(outputs.model.path)).parameters).toEqual((await loadLanguageModel(golden('gpt2-tiny'))).parameters);
    expect(outputs.tokenizer.meta).toEqual({ vocabularySize: 480 });
  });

  test('builds the tokenizer of a BERT from vocab.txt', async () => {
    const old = join(folder, 'bert');
    await mkdir(old);
    for (const file of ['config.json', 'model.safetensors', 'vocab.txt']) await cp(join(golden('bert-tiny'), file), join(old, file));
    expect((await load('org/old', old)).outputs.tokenizer.meta).toEqual({ vocabularySize: 600 });
  });

  test('says what it cannot read', async () => {
    const other = join(folder, 'other');
    await mkdir(other);
    await expect(load('org/none', other)).rejects.toThrow('no config.json');
    await writeFile(join(other, 'config.json'), '{"model_type": "llama"}');
    await expect(load('org/other', other)).rejects.toThrow('This is a model of the type "llama"; Millrace reads: bert, gpt2.');
    await cp(join(golden('bert-tiny'), 'config.json'), join(other, 'config.json'));
    await cp(join(golden('bert-tiny'), 'model.safetensors'), join(other, 'model.safetensors'));
    await expect(load('org/bare', other)).rejects.toThrow('"org/bare" has no tokenizer that Millrace reads');
    await expect(runNode(pretrained, { params: { model: 'org/unknown' } })).rejects.toThrow('There is no model "org/unknown"');
  });
});
