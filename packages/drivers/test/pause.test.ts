// Checkpoints of nodes, and runs that are paused and resumed, on real worker processes.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutorLimits } from '@millrace/engine';
import { emptyWorkflow, type RunEvent } from '@millrace/workflow';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { claimCheckpoint } from '../src/process/claim-checkpoint.ts';
import { startEngine, steps, type EngineUnderTest } from './engine-under-test.ts';

let folder: string;
let ledger: string;
let engine: EngineUnderTest;
const processFile = fileURLToPath(new URL('./fixtures/engine-process.mjs', import.meta.url));
const start = async (limits: Partial<ExecutorLimits> = {}) => (engine = await startEngine({ folder, limits, runner: { patience: { abortMs: 200, pauseMs: 300, terminateMs: 200 } } }));
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

  test('survives the SIGKILL of the server process', async () => {
    await engine.close();
    const document = { ...emptyWorkflow('kill'), nodes: [{ id: 'a', type: 'test.count', params: { ledger, how: 'deaf' } }] };
    const child = fork(processFile, [folder, steps, 'new', JSON.stringify(document)], { execArgv: [], env: { PATH: process.env['PATH'] }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const runId = await new Promise<string>((resolve) => child.on('message', ({ event }: { event: RunEvent }) => event.type === 'node.log' && resolve(event.runId)));
    child.kill('SIGKILL');
    await once(child, 'exit');
    await start();
    expect((await engine.executor.finished(runId)).state).toBe('succeeded');
    expect(await starts()).toEqual(['0', '3']);
  });

  test('of an ended run is removed when it is old, that of an unfinished run never', async () => {
    const { runId } = await engine.submit('a:count', '', { a: { ledger } });
    await atThree(runId);
    await engine.executor.pause(runId);
    await paused(runId);
    const [kept] = await checkpoints();
    await mkdir(join(folder, 'scratch', 'checkpoints', 'left', '1'), { recursive: true });
    await engine.close();
    await start({ checkpointAgeMs: -10_000 });
    expect(await checkpoints()).toEqual([kept]);
  });

  test('is taken from an earlier attempt that still lives', async () => {
    const zombie = claimCheckpoint(folder, 'k');
    await writeFile(join(zombie, 'count'), '3');
    const current = claimCheckpoint(folder, 'k');
    expect(await readFile(join(current, 'count'), 'utf8')).toBe('3');
    await expect(writeFile(join(zombie, 'count'), '1')).rejects.toThrow('ENOENT');
    expect(await readFile(join(current, 'count'), 'utf8')).toBe('3');
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
