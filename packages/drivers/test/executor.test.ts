import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '@millrace/drivers';
import { RunLogConflict, type HostCaller, type RunLog } from '@millrace/engine';
import type { ArtifactRef, Run } from '@millrace/workflow';
import { afterEach, describe, expect, test } from '@jest/globals';
import { startEngine, type EngineUnderTest } from './engine-under-test.ts';

let engine: EngineUnderTest;
afterEach(() => engine.close());

const states = (run: Run) => Object.fromEntries(Object.entries(run.nodes).map(([id, { state }]) => [id, state]));
const lines = async (path: string) => (await readFile(path, 'utf8').catch(() => '')).split('\n').filter(Boolean).sort();

describe('A run', () => {
  test('goes through its nodes and hands values on', async () => {
    engine = await startEngine();
    const run = await engine.run('a:value b:value c:sum d:sum', 'a.out>c.a b.out>c.b c.out>d.a b.out>d.b', { a: { value: 1 }, b: { value: 20 } });
    expect(run.state).toBe('succeeded');
    expect(await engine.output(run, 'd')).toBe(41);
    const events = await engine.log.read(run.id);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(engine.published).toEqual(events.slice(1));
    expect(await engine.log.get(run.id)).toMatchObject({ state: 'succeeded', number: run.number });
    expect(engine.problems).toEqual([]);
  });

  test('of an unchanged workflow reuses every pure node and says from which run', async () => {
    engine = await startEngine();
    const ledger = join(engine.folder, 'ledger');
    const { runId, again } = await engine.submit('a:value b:sum', 'a.out>b.a a.out>b.b', { a: { value: 3, ledger }, b: { ledger } });
    const first = await engine.executor.finished(runId);
    const second = await engine.executor.finished(await again());
    expect(states(second)).toEqual({ a: 'reused', b: 'reused' });
    expect(second.nodes['b']?.reason).toBe(`reused from run ${first.number}: nothing changed`);
    expect(await engine.output(second, 'b')).toBe(6);
    expect(await lines(ledger)).toEqual(['a', 'b']);
  });

  test('runs again what follows a change, and stops where the bytes are the same', async () => {
    engine = await startEngine();
    const ledger = join(engine.folder, 'ledger');
    const nodes = 'a:value b:value c:sum';
    const edges = 'a.out>c.a b.out>c.b';
    await engine.run(nodes, edges, { a: { value: 1, ledger }, b: { value: 2 }, c: { ledger } });
    const changed = await engine.run(nodes, edges, { a: { value: 5, ledger }, b: { value: 2 }, c: { ledger } });
    expect(states(changed)).toEqual({ a: 'succeeded', b: 'reused', c: 'succeeded' });
    const sameBytes = await engine.run(nodes, edges, { a: { value: 5, ledger: `${ledger}2` }, b: { value: 2 }, c: { ledger } });
    expect(states(sameBytes)).toEqual({ a: 'succeeded', b: 'reused', c: 'reused' });
  });

  test('reuses no node that changes the world, and gives it one idempotency key', async () => {
    engine = await startEngine();
    const ledger = join(engine.folder, 'ledger');
    const { runId, again } = await engine.submit('a:effect', '', { a: { ledger } });
    await engine.executor.finished(runId);
    const second = await again();
    expect(states(await engine.executor.finished(second))).toEqual({ a: 'succeeded' });
    expect(await lines(ledger)).toEqual([`${runId}/a`, `${second}/a`].sort());
  });

  test('runs a node again when its outputs are no longer in the store', async () => {
    engine = await startEngine({ world: ({ artifacts }) => ({ artifacts: Object.assign(Object.create(artifacts), { has: async () => false }) }) });
    const { runId, again } = await engine.submit('a:value', '', { a: { value: 1 } });
    await engine.executor.finished(runId);
    expect(states(await engine.executor.finished(await again()))).toEqual({ a: 'succeeded' });
  });

  test('makes equal outputs once when two nodes want them at the same time', async () => {
    engine = await startEngine();
    const ledger = join(engine.folder, 'ledger');
    const params = { value: 1, ledger };
    const [run, other] = await Promise.all([
      engine.run('a:value b:value c:value', '', { a: params, b: params, c: params }),
      engine.run('d:value', '', { d: params }),
    ]);
    expect(Object.values({ ...states(run), ...states(other) }).sort()).toEqual(['reused', 'reused', 'reused', 'succeeded']);
    expect(await lines(ledger)).toHaveLength(1);
  });

  test('goes on beside a failed node and skips what depends on it', async () => {
    engine = await startEngine();
    const run = await engine.run('a:fail b:noop c:noop d:noop', 'a.out>b.after b.out>c.after');
    expect(states(run)).toEqual({ a: 'failed', b: 'skipped', c: 'skipped', d: 'succeeded' });
    expect(run.state).toBe('failed');
    expect(run.message).toBe('"a" failed: Column "label" is missing; the table has: text, score');
    expect(run.nodes['c']?.reason).toBe('"a" failed');
    expect(run.nodes['a']).toMatchObject({ attempt: 1, error: { kind: 'user', message: 'Column "label" is missing; the table has: text, score' } });
  });

  test('shows an error of the node with its message, and the stack in the log', async () => {
    engine = await startEngine();
    const run = await engine.run('a:fail b:fail c:fail', '', { a: { how: 'bug' }, b: { how: 'string' }, c: { how: 'later' } });
    expect(run.nodes['a']).toMatchObject({ attempt: 1, error: { kind: 'user', message: 'undefined is not iterable' } });
    expect(run.nodes['b']?.error?.message).toBe('The node threw "no".');
    expect(run.nodes['c']).toMatchObject({ attempt: 1, error: { kind: 'user', message: 'nobody awaited this' } });
    const logged = (await engine.log.read(run.id)).flatMap((event) => (event.type === 'node.log' && event.nodeId === 'a' ? event.lines : []));
    expect(logged.map(({ message }) => message).join('\n')).toMatch(/TypeError: undefined is not iterable\n\s+at .*steps\/index\.js/);
  });

  test('tries again what may go away by itself, and no more than three times', async () => {
    engine = await startEngine();
    const ledger = join(engine.folder, 'ledger');
    const run = await engine.run('a:transient', '', { a: { ledger, failures: 2 } });
    expect(run.nodes['a']).toMatchObject({ state: 'succeeded', attempt: 3, infrastructureFailures: 2 });
    const never = await engine.run('a:transient', '', { a: { ledger: `${ledger}2`, failures: 100 } });
    expect(never.nodes['a']).toMatchObject({ state: 'failed', attempt: 3, error: { kind: 'infrastructure', message: 'The server is busy' } });
  });

  test('takes wrong parameters, a missing input and a missing type as the user\'s', async () => {
    engine = await startEngine();
    const run = await engine.run('a:transient b:sum c:gone', '', { a: { ledger: 'x', failures: 'many' } });
    expect(run.nodes['a']?.error).toMatchObject({ kind: 'user', message: expect.stringContaining('failures') });
    expect(run.nodes['b']?.error).toEqual({ kind: 'user', message: 'The input "a" is not wired.', words: { text: 'The input "{{1}}" is not wired.', values: [{ text: 'a' }] } });
    expect(run.nodes['c']?.error).toMatchObject({ kind: 'user', message: expect.stringContaining('"test.gone" is not installed') });
  });

  test('is one run for one idempotency key', async () => {
    engine = await startEngine();
    const { runId } = await engine.submit('a:noop');
    const workflowId = (await engine.executor.finished(runId)).workflowId;
    const ask = () => engine.executor.submit({ workflowId, workflowVersion: 1, nodeIds: ['a'], trigger: { kind: 'manual' }, idempotencyKey: 'once' });
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(second.runId).toBe(first.runId);
    expect((await engine.executor.finished(first.runId)).state).toBe('succeeded');
  });

  test('of a version that does not exist ends and says so', async () => {
    engine = await startEngine();
    const { runId } = await engine.executor.submit({ workflowId: 'nothing', workflowVersion: 4, nodeIds: ['a'], trigger: { kind: 'manual' } });
    expect(await engine.executor.finished(runId)).toMatchObject({ state: 'failed', message: 'Version 4 of the workflow does not exist any more.' });
    await expect(engine.executor.finished('nothing')).rejects.toThrow('There is no run "nothing".');
    await expect(engine.executor.cancel('nothing')).rejects.toThrow('There is no run "nothing".');
  });
});

describe('Several runs', () => {
  test('share the machine, the oldest that waits first: a wide node is not passed over', async () => {
    engine = await startEngine();
    const holding = await engine.submit('a:never', '', { a: { how: 'polite' } });
    await engine.event((event) => event.type === 'node.log');
    const wide = await engine.submit('b:wide');
    await engine.event((event) => event.runId === wide.runId && event.type === 'run.started');
    const narrow = await engine.submit('c:noop');
    await engine.event((event) => event.runId === narrow.runId && event.type === 'run.started');
    const { working, waiting } = engine.executor.queue();
    expect(working).toMatchObject([{ runId: holding.runId, nodeId: 'a', attempt: 1 }]);
    expect([...engine.runner.attempts.values()]).toMatchObject([{ runId: holding.runId, nodeId: 'a', attempt: 1 }]);
    expect(waiting).toMatchObject([
      { nodeId: 'b', reason: { kind: 'room', place: 1, lacks: ['cpu'], holders: [{ runId: holding.runId, nodeId: 'a' }] } },
      { nodeId: 'c', reason: { kind: 'room', place: 2, lacks: [], behind: { runId: wide.runId, nodeId: 'b' } } },
    ]);
    await engine.executor.cancel(holding.runId);
    await Promise.all([holding, wide, narrow].map(({ runId }) => engine.executor.finished(runId)));
    const started = engine.published.filter(({ type }) => type === 'node.started').map(({ runId }) => runId);
    expect(started).toEqual([holding.runId, wide.runId, narrow.runId]);
  });

  test('end although the queue loses every wake-up', async () => {
    engine = await startEngine({ limits: { sweepMs: 20 }, world: () => ({ queue: { wake: async () => {}, onWake: () => () => {}, close: async () => {} } }) });
    const first = await engine.submit('a:noop');
    await engine.event((event) => event.runId === first.runId && event.type === 'run.finished');
    expect((await engine.executor.finished(first.runId)).state).toBe('succeeded');
  });
});

describe('What a node tells', () => {
  test('reaches the log in order, a few times a second, with its last word', async () => {
    engine = await startEngine({ limits: { messageIntervalMs: 50 } });
    const run = await engine.run('a:talk', '', { a: { times: 2000 } });
    const events = await engine.log.read(run.id);
    const logged = events.flatMap((event) => (event.type === 'node.log' ? event.lines.map(({ message }) => message) : []));
    expect(logged.filter((line) => line.startsWith('line'))).toEqual(Array.from({ length: 2000 }, (_, index) => `line ${index + 1}`));
    expect(logged).toEqual(expect.arrayContaining(['printed', 'complained']));
    expect(run.nodes['a']?.progress).toEqual({ fraction: 1 });
    expect(run.nodes['a']?.metrics['loss']?.at(-1)).toEqual([2000, 1 / 2000]);
    expect(events.length).toBeLessThan(200);
    expect(events.at(-2)?.type).toBe('node.succeeded');
  });

  test.each([[true], [false]])('does not grow the server when it is a gigabyte (lines: %s)', async (inLines) => {
    engine = await startEngine();
    const before = process.memoryUsage.rss();
    const run = await engine.run('a:flood', '', { a: { mebibytes: 1024, lines: inLines } });
    expect(run.state).toBe('succeeded');
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 1024 * 1024);
    const logged = (await engine.log.read(run.id)).flatMap((event) => (event.type === 'node.log' ? event.lines.map(({ message }) => message) : []));
    expect(logged.join('\n').length).toBeLessThan(1.1 * 1024 * 1024);
    expect(logged.at(-1)?.slice(0, 100)).toBe('This attempt has written more than 1 MiB to its log; the rest is not kept.');
  });
});

describe('Files that parameters name', () => {
  test('are part of the key, and the only ones that a node may read', async () => {
    engine = await startEngine({
      world: () => ({
        files: {
          resolve: async (path) => {
            const absolutePath = join(engine.folder, path);
            const content = await readFile(absolutePath, 'utf8').catch(() => Promise.reject(new Error(`There is no file "${path}".`)));
            return { absolutePath, fingerprint: sha256(content) };
          },
        },
      }),
    });
    await writeFile(join(engine.folder, 'mail.csv'), 'one');
    const { runId, again } = await engine.submit('a:readFile', '', { a: { path: 'mail.csv' } });
    expect(await engine.output(await engine.executor.finished(runId), 'a')).toBe('one');
    expect(states(await engine.executor.finished(await again()))).toEqual({ a: 'reused' });
    await writeFile(join(engine.folder, 'mail.csv'), 'two');
    expect(await engine.output(await engine.executor.finished(await again()), 'a')).toBe('two');
    const refused = await engine.run('a:readFile b:readFile', '', { a: { path: 'nothing.csv' }, b: { path: 'mail.csv', other: '/etc/passwd' } });
    expect(refused.nodes['a']?.error).toEqual({ kind: 'user', message: 'There is no file "nothing.csv".' });
    expect(refused.nodes['b']?.error?.message).toBe('The node may only read files that its file parameters name, not "/etc/passwd".');
  });
});

describe('A call to the server', () => {
  test('saves a model that the node was given, and no other', async () => {
    const calls: { model: ArtifactRef; caller: HostCaller }[] = [];
    engine = await startEngine({
      world: () => ({
        host: {
          saveModel: async ({ name, model, metrics }, caller) => {
            calls.push({ model, caller });
            return { model: name, version: 1, hash: model.hash, createdAt: new Date(0).toISOString(), metrics };
          },
          deploy: () => Promise.reject(new Error('unused')),
        },
      }),
    });
    const run = await engine.run('a:files b:save', 'a.model>b.model', { a: { how: 'folder' } });
    expect(await engine.output(run, 'b')).toEqual({ model: 'spam', version: 1, hash: run.nodes['a']?.outputs['model']?.hash, createdAt: '1970-01-01T00:00:00.000Z', metrics: { accuracy: 0.5 } });
    expect(calls).toMatchObject([{ model: run.nodes['a']?.outputs['model'], caller: { runId: run.id, nodeId: 'b', idempotencyKey: `${run.id}/b` } }]);
    const pure = await engine.run('a:files b:pureSave', 'a.model>b.model', { a: { how: 'folder' } });
    expect(pure.nodes['b']?.error?.message).toBe('A node that calls models.save must be defined with effect: \'sideEffect\'; "test.pureSave" is pure.');
    expect(calls).toHaveLength(1);
  });
});

describe('A run log that cannot be written', () => {
  test('holds the run up and loses nothing', async () => {
    let failures = 0;
    engine = await startEngine({
      world: ({ log }) => ({
        log: wrap(log, {
          append: async (...call) => {
            if (failures++ % 3 < 2) throw new Error('disk I/O error');
            return log.append(...call);
          },
        }),
      }),
    });
    const run = await engine.run('a:value b:sum', 'a.out>b.a a.out>b.b', { a: { value: 2 } });
    expect(await engine.output(run, 'b')).toBe(4);
    expect(engine.problems.length).toBeGreaterThan(1);
    expect(engine.problems[0]).toMatch(/^The run log cannot be reached; run \d+ waits 10 ms and tries again\.$/);
  });

  test('is asked what it holds when an append succeeded that was reported as failed', async () => {
    let count = 0;
    engine = await startEngine({
      world: ({ log }) => ({
        log: wrap(log, {
          append: async (...call) => {
            const events = await log.append(...call);
            if (count++ % 2 === 0) throw new Error('the connection was lost after the commit');
            return events;
          },
        }),
      }),
    });
    const ledger = join(engine.folder, 'ledger');
    const run = await engine.run('a:value b:effect c:sum', 'a.out>b.after a.out>c.a a.out>c.b', { a: { value: 2 }, b: { ledger } });
    expect(states(run)).toEqual({ a: 'succeeded', b: 'succeeded', c: 'succeeded' });
    const events = await engine.log.read(run.id);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.filter(({ type }) => type === 'node.succeeded')).toHaveLength(3);
  });

  test('of another executor that has the run is left alone: a late attempt commits nothing', async () => {
    engine = await startEngine();
    const { runId } = await engine.submit('a:never', '', { a: { how: 'wait' } });
    await engine.event((event) => event.type === 'node.log');
    const events = await engine.log.read(runId);
    await engine.log.append(runId, [{ type: 'node.cancelled', nodeId: 'a' }, { type: 'run.finished', outcome: 'cancelled' }]);
    await engine.executor.cancel(runId);
    expect(await engine.executor.finished(runId)).toMatchObject({ state: 'cancelled', seq: events.length + 2 });
    await expect(engine.log.append(runId, [{ type: 'run.started' }], { after: events.length })).rejects.toBeInstanceOf(RunLogConflict);
  });
});

function wrap(log: RunLog, over: Partial<RunLog>): RunLog {
  return {
    create: (...call) => log.create(...call), append: (...call) => log.append(...call), read: (...call) => log.read(...call), unfinished: () => log.unfinished(),
    findOutputs: (...call) => log.findOutputs(...call), get: (...call) => log.get(...call), list: (...call) => log.list(...call), annotate: (...call) => log.annotate(...call), ...over,
  };
}
