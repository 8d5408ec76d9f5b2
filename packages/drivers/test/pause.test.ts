// Checkpoints of nodes, and runs that are paused and resumed, on real worker processes.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startEngine, type EngineUnderTest } from './engine-under-test.ts';

let folder: string;
let ledger: string;
let engine: EngineUnderTest;
const start = async () => (engine = await startEngine({ folder, runner: { patience: { abortMs: 200, pauseMs: 300, terminateMs: 200 } } }));
const starts = async (path = ledger) => (await readFile(path, 'utf8')).split('\n').filter(Boolean);
const checkpoints = () => readdir(join(folder, 'scratch', 'checkpoints')).catch(() => []);
const atThree = (runId: string, nodeId = 'a') => engine.event((event) => event.runId === runId && event.type === 'node.log' && event.nodeId === nodeId);
const paused = (runId: string) => engine.event((event) => event.runId === runId && event.type === 'run.paused');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-pause-'));
  ledger = join(folder, 'ledger');
  await start();
});
afterEach(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

describe('A checkpoint folder', () => {
  test.each([['count'], ['countOutside']])('is there again after SIGKILL and gone when the node has succeeded (%s)', async (type) => {
    const run = await engine.run(`a:${type}`, '', { a: { ledger, how: 'kill' } });
    expect(run.nodes['a']).toMatchObject({ state: 'succeeded', attempt: 2 });
    expect(await starts()).toEqual(['0', '3']);
    expect(await checkpoints()).toEqual([]);
  });

  test('survives the end of the engine', async () => {
    const { runId } = await engine.submit('a:count', '', { a: { ledger, how: 'deaf' } });
    await atThree(runId);
    await engine.close();
    await start();
    expect((await engine.executor.finished(runId)).state).toBe('succeeded');
    expect(await starts()).toEqual(['0', '3']);
  });
});

describe('A paused run', () => {
  test('goes on where it was, and runs no finished node again', async () => {
    const values = join(folder, 'values');
    const { runId } = await engine.submit('v:value a:count', 'v.out>a.after', { v: { ledger: values }, a: { ledger } });
    await atThree(runId);
    await engine.executor.pause(runId);
    await paused(runId);
    expect(await engine.log.get(runId)).toMatchObject({ state: 'paused' });
    await engine.executor.resume(runId);
    const run = await engine.executor.finished(runId);
    expect(run).toMatchObject({ state: 'succeeded', nodes: { a: { attempt: 2, infrastructureFailures: 0 } } });
    expect(await starts()).toEqual(['0', '4']);
    expect(await starts(values)).toEqual(['v']);
  });

  test('stays paused when the engine starts again, until it is resumed', async () => {
    const { runId } = await engine.submit('a:count', '', { a: { ledger } });
    await atThree(runId);
    await engine.executor.pause(runId);
    await paused(runId);
    await engine.close();
    await start();
    expect((await engine.run('b:noop')).state).toBe('succeeded');
    expect(await starts()).toEqual(['0']);
    await engine.executor.resume(runId);
    expect((await engine.executor.finished(runId)).state).toBe('succeeded');
    expect(await starts()).toEqual(['0', '4']);
  });

  test('kills a node that does not listen, which goes on from its last checkpoint', async () => {
    const other = join(folder, 'other');
    const { runId } = await engine.submit('a:count b:count', '', { a: { ledger }, b: { ledger: other, how: 'deaf' } });
    await Promise.all([atThree(runId), atThree(runId, 'b')]);
    await engine.executor.pause(runId);
    await paused(runId);
    await engine.executor.resume(runId);
    expect((await engine.executor.finished(runId)).state).toBe('succeeded');
    expect([await starts(), await starts(other)]).toEqual([['0', '4'], ['0', '3']]);
  });

  test('frees its place, and can be cancelled; then its checkpoint is gone', async () => {
    const { runId } = await engine.submit('a:count', '', { a: { ledger } });
    await atThree(runId);
    await engine.executor.pause(runId);
    await paused(runId);
    expect((await engine.run('w:wide')).state).toBe('succeeded');
    await engine.executor.cancel(runId);
    expect(await engine.executor.finished(runId)).toMatchObject({ state: 'cancelled', nodes: { a: { state: 'cancelled' } } });
    expect(await checkpoints()).toEqual([]);
  });
});
