import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defineNode, port, UserError } from '@millrace/sdk';
import { fileInput, runNode, valueInput } from '@millrace/sdk/testing';
import { z } from 'zod';

let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'millrace-sdk-')); });
afterAll(() => rm(folder, { recursive: true }));

const copy = defineNode({
  type: 'test.copy', title: 'Copy', category: 'Test',
  inputs: { prefix: port.text({ optional: true }) },
  outputs: { file: port.file(), length: port.json() },
  params: z.object({ path: z.string().meta({ field: 'file' }), times: z.int().min(1).default(1) }),
  async run({ inputs, params, context }) {
    const text = (inputs.prefix?.value ?? '') + (await readFile(context.file(params.path), 'utf8')).repeat(params.times);
    context.log('info', `${text.length} characters`);
    context.progress({ fraction: 1 });
    context.metric('length', text.length, 1);
    await writeFile(context.scratch('copy.txt'), text);
    return { file: { path: context.scratch('copy.txt'), meta: { lines: 1 } }, length: text.length };
  },
});

describe('runNode', () => {
  test('gives defaults to parameters, resolves files and keeps outputs and messages', async () => {
    await writeFile(join(folder, 'in.txt'), 'abc');
    const run = await runNode(copy, { inputs: { prefix: valueInput('text', '>') }, params: { path: 'in.txt' }, root: folder, folder });
    expect(await readFile(run.outputs.file.path, 'utf8')).toBe('>abc');
    expect(run.outputs.file).toEqual(await fileInput('file', run.outputs.file.path, { lines: 1 }));
    expect(run.outputs.length.value).toBe(4);
    expect(run.logs).toEqual([{ level: 'info', message: '4 characters' }]);
    expect(run.progress).toEqual([{ fraction: 1 }]);
    expect(run.metrics).toEqual([{ name: 'length', value: 4, step: 1 }]);
  });

  test('removes a temporary output folder on close', async () => {
    const run = await runNode(copy, { params: { path: 'in.txt' }, root: folder });
    await access(run.outputs.file.path);
    await run.close();
    await expect(access(run.outputs.file.path)).rejects.toThrow('ENOENT');
  });

  test('names the parameter that is wrong', async () => {
    await expect(runNode(copy, { params: { path: 'in.txt', times: 0 } })).rejects.toThrow(/^Parameter "times": /);
  });

  test('refuses a file that no parameter names', async () => {
    const sneaky = defineNode({ ...copy, run: ({ context }) => { context.file('/etc/passwd'); return { file: { path: '' }, length: 0 }; } });
    await expect(runNode(sneaky, { params: { path: 'in.txt' } })).rejects.toThrow(UserError);
  });

  test('refuses an output outside the scratch folder, one too many, one too few, and a missing input', async () => {
    const outside = defineNode({ ...copy, run: () => ({ file: { path: '/etc/passwd' }, length: 0 }) });
    await expect(runNode(outside, { params: { path: 'in.txt' } })).rejects.toThrow('not inside the scratch folder');
    const other = defineNode({ ...copy, outputs: {}, run: () => JSON.parse('{"extra":1}') });
    await expect(runNode(other, { params: { path: 'in.txt' } })).rejects.toThrow('returned "extra", which is not one of its outputs');
    const nothing = defineNode({ ...copy, outputs: { chart: port.chart() }, inputs: { text: port.text() }, run: () => JSON.parse('{}') });
    await expect(runNode(nothing, { params: { path: 'in.txt' } })).rejects.toThrow('Input "text" is required');
    await expect(runNode(nothing, { inputs: { text: valueInput('text', '') }, params: { path: 'in.txt' } })).rejects.toThrow('returned nothing for its output "chart"');
  });
});
