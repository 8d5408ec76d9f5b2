import { access, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPlugins, ProcessNodeRunner } from '@millrace/drivers';
import type { NodeResult } from '@millrace/engine';
import type { ArtifactRef } from '@millrace/workflow';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { pluginFolder, startEngine, steps, type EngineUnderTest } from './engine-under-test.ts';

describe('Plugins', () => {
  let runner: ProcessNodeRunner | undefined;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'millrace-plugins-'));
  });
  afterEach(() => runner?.close());
  afterAll(() => rm(folder, { recursive: true }));
  const describeAll = async (...folders: string[]) => {
    runner = new ProcessNodeRunner({ artifactFolder: join(folder, 'a'), scratchFolder: join(folder, 's'), plugins: await findPlugins(folders), loadTimeoutMs: 3000 });
    return runner.describe();
  };
  const plugin = async (name: string, code: string) => {
    const path = join(folder, name);
    await mkdir(join(path, 'dist'), { recursive: true });
    await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules')).catch(() => {});
    await writeFile(join(path, 'package.json'), JSON.stringify({ name, version: '2.1.0', type: 'module', exports: { '.': { default: './dist/index.js' } }, millrace: { plugin: true } }));
    await writeFile(join(path, 'dist/index.js'), code);
    return path;
  };

  test('say which columns their nodes give in a process that may hang or die without harm', async () => {
    const path = await plugin('columns', `
      import { defineNode, port } from '@millrace/sdk';
      import { z } from 'zod';
      const node = (type, columns) => defineNode({ type, title: type, category: 'Test', inputs: { table: port.table({ optional: true }) }, outputs: { table: port.table() }, params: z.object({}), columns, run() { throw new Error('never'); } });
      export const same = node('c.same', ({ inputs }) => ({ table: inputs.table }));
      export const hangs = node('c.hangs', () => { for (;;); });
      export const exits = node('c.exits', () => process.exit(3));
      export const throws = node('c.throws', () => { throw new Error('it is Monday'); });
      export const lies = node('c.lies', () => ({ table: [{ name: 1 }] }));
      export const secret = node('c.secret', () => ({ table: [{ name: String(process.env.MILLRACE_TOKEN), type: 'text' }] }));
      export const elsewhere = node('c.elsewhere', ({ file }) => ({ table: [{ name: file('/etc/passwd'), type: 'text' }] }));`);
    runner = new ProcessNodeRunner({ artifactFolder: join(folder, 'a'), scratchFolder: join(folder, 's'), plugins: await findPlugins([path]), columnsTimeoutMs: 1000, warm: 0 });
    const ask = (type: string, inputs = {}) => runner?.columns({ type, plugin: 'columns', params: {}, inputs, files: {} });
    const table = [{ name: 'text', type: 'text' }];
    expect(await ask('c.same', { table })).toEqual({ outputs: { table }, problems: [] });
    await expect(ask('c.hangs')).rejects.toThrow('within 1 seconds');
    await expect(ask('c.exits')).rejects.toThrow('exit code 3');
    expect(await ask('c.throws')).toEqual({ outputs: {}, problems: [{ message: 'it is Monday', severity: 'warning' }] });
    expect(await ask('c.lies')).toMatchObject({ outputs: {}, problems: [{ severity: 'warning' }] });
    expect(await ask('c.secret')).toMatchObject({ outputs: { table: [{ name: 'undefined' }] } });
    expect(await ask('c.elsewhere')).toMatchObject({ outputs: {}, problems: [{ message: expect.stringContaining('only read files') }] });
    expect(await ask('c.same', { table })).toEqual({ outputs: { table }, problems: [] });
  });

  test('that throw, end the process or never finish loading keep no other from loading, and say why', async () => {
    const { nodeTypes, plugins } = await describeAll(pluginFolder, join(folder, 'does-not-exist'));
    expect(plugins).toEqual([
      { name: 'test-exits', version: '1.0.0', status: 'failed', error: 'The process that loaded it ended with exit code 3.' },
      { name: 'test-hangs', version: '1.0.0', status: 'failed', error: 'It did not finish loading within 3 seconds.' },
      { name: 'test-steps', version: '1.0.0', status: 'loaded' },
      { name: 'test-throws', version: '1.0.0', status: 'failed', error: expect.stringContaining('the license has expired') },
    ]);
    expect(nodeTypes.find(({ type }) => type === 'test.files')).toMatchObject({
      title: 'test.files', effect: 'pure', plugin: { name: 'test-steps', version: '1.0.0', codeHash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      outputs: [{ name: 'out', kind: 'table' }, { name: 'model', kind: 'model' }], resources: { cpu: 1, memoryMiB: 512, gpu: 0 },
    });
  });

  test('have a code hash that changes with their code', async () => {
    const code = (output: string) => `import { defineNode } from '@millrace/sdk'; import { z } from 'zod'; export default [defineNode({ type: 'mine.node', title: 'Mine', category: 'Mine', inputs: {}, outputs: {}, params: z.object({}), run: () => (${output}) })];`;
    const hash = async (output: string) => {
      const { nodeTypes } = await describeAll(await plugin('mine', code(output)));
      await runner?.close();
      return nodeTypes[0]?.plugin.codeHash;
    };
    const first = await hash('{}');
    expect(first).toBe(await hash('{}'));
    expect(first).not.toBe(await hash('({})'));
  });

  test('cannot bring a node type that another brings', async () => {
    const code = `import { defineNode } from '@millrace/sdk'; import { z } from 'zod'; export const one = defineNode({ type: 'test.noop', title: 'Mine', category: 'Mine', inputs: {}, outputs: {}, params: z.object({}), run: () => ({}) });`;
    const { plugins } = await describeAll(steps, await plugin('zz-doubles', code));
    expect(plugins[1]).toEqual({ name: 'zz-doubles', version: '2.1.0', status: 'failed', error: 'The plugin test-steps brings the node type "test.noop" already.' });
  });
});

describe('Outputs', () => {
  let engine: EngineUnderTest;
  beforeAll(async () => {
    engine = await startEngine();
  });
  afterAll(() => engine.close());
  const errorOf = async (...workflow: Parameters<EngineUnderTest['run']>) => (await engine.run(...workflow)).nodes['a']?.error?.message;

  test('that are files and folders are moved into the store and handed on by reference', async () => {
    const run = await engine.run('a:files b:look', 'a.out>b.table a.model>b.model', { a: { how: 'folder' } });
    expect(await engine.output(run, 'b')).toEqual({ table: 'x'.repeat(10), rows: 3, columns: [{ name: 'a', type: 'integer' }], config: '{}', weights: 'w'.repeat(10), meta: { bytes: 10 } });
    expect(run.nodes['a']?.outputs).toMatchObject({ out: { kind: 'table', form: 'file', bytes: 10, meta: { rows: 3 } }, model: { kind: 'model', form: 'folder', bytes: 12, meta: { bytes: 10 } } });
    expect(await readdir(join(engine.folder, 'scratch/attempts'))).toEqual([]);
  });

  test('that the node did not write itself are refused', async () => {
    expect(await errorOf('a:files', '', { a: { how: 'outside' } })).toBe('The output "out" lies outside the node\'s scratch folder; write it to context.scratch(\'…\').');
    expect(await errorOf('a:files', '', { a: { how: 'missing' } })).toMatch(/^The output "out" names a file that does not exist: /);
    expect(await errorOf('a:files', '', { a: { how: 'link' } })).toBe('"secret" is neither a file nor a folder.');
    await access('/etc/passwd');
  });

  test.each([
    ['nothing', {}, 'The node returned nothing for its output "out".'],
    ['a name that is not a port', { out: { values: {} }, extra: 1 }, 'The node returned "extra", which is not one of its outputs: out.'],
    ['a wrong shape', { out: { values: { accuracy: 'high' } } }, 'The output "out" is not a metrics: values.accuracy: Invalid input: expected number, received string'],
    ['no object', 7, 'The node must return an object with its outputs (out), not number.'],
    ['null', null, 'The node must return an object with its outputs (out), not null.'],
  ])('that are %s are refused, and the error says where', async (_what, what, message) => {
    expect(await errorOf('a:returns', '', { a: { what } })).toBe(message);
  });
});

describe('The pool', () => {
  test('uses a warm worker again', async () => {
    const engine = await startEngine();
    await engine.run('a:noop');
    const before = engine.runner.workerPids;
    const run = await engine.run('b:noop c:noop d:noop', 'b.out>c.after c.out>d.after', { b: { salt: '1' }, c: { salt: '2' }, d: { salt: '3' } });
    expect(run.state).toBe('succeeded');
    expect(engine.runner.workerPids.filter((pid) => before.includes(pid))).toHaveLength(before.length);
    await engine.close();
  });

  test('gives a body its secrets in the places of their names, and ends the worker that knows them', async () => {
    const engine = await startEngine();
    await engine.run('a:noop');
    const before = engine.runner.workerPids;
    const task = { runId: 'r', nodeId: 'a', attempt: 1, type: 'test.value', plugin: 'test-steps', params: { value: { $secret: 'hub' } }, inputs: {}, threads: 1, files: {}, idempotencyKey: 'r/a', checkpoint: 'c' };
    const run = (given: string) => engine.runner.run(task, { signal: new AbortController().signal, onMessage() {}, onCall: () => Promise.resolve(), secrets: { params: { value: given }, values: ['open-sesame'] } });
    expect(await run('something else')).toMatchObject({ status: 'succeeded' });
    expect(before.every((pid) => engine.runner.workerPids.includes(pid))).toBe(false);
    expect(await run('open-sesame')).toMatchObject({ status: 'failed', message: expect.stringContaining('The output "out" holds the value of a secret.') });
    await engine.close();
  });

  test('says that an artifact is missing', async () => {
    const engine = await startEngine();
    const reference: ArtifactRef = { kind: 'json', hash: 'b'.repeat(64), bytes: 1, form: 'value' };
    const never = { aborted: false, addEventListener() {}, removeEventListener() {}, throwIfAborted() {} };
    const result: NodeResult = await engine.runner.run(
      { runId: 'r', nodeId: 'n', attempt: 1, type: 'test.noop', plugin: 'test-steps', params: {}, inputs: { after: reference }, threads: 1, files: {}, idempotencyKey: 'r/n', checkpoint: 'c' },
      { signal: never, onMessage: () => {}, onCall: () => Promise.reject(new Error('unused')) },
    );
    expect(result).toMatchObject({ status: 'failed', message: expect.stringContaining(reference.hash) });
    await engine.close();
  });
});
