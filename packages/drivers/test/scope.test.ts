// Runs of parts of a workflow, on real drivers.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Run } from '@millrace/workflow';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startEngine, type EngineUnderTest } from './engine-under-test.ts';

let engine: EngineUnderTest;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.close());

const states = (run: Run) => Object.fromEntries(Object.entries(run.nodes).map(([id, { state }]) => [id, state]));
const lines = async (path: string) => (await readFile(path, 'utf8').catch(() => '')).split('\n').filter(Boolean);
let ledgers = 0;
/** a → b (changes the world) → c, a → c, d; each notes in the ledger that it ran. */
async function diamond() {
  const ledger = join(engine.folder, `ledger-${++ledgers}`);
  const made = await engine.submit('a:value b:effect c:value d:value', 'a.out>b.after b.out>c.after', { a: { value: ledgers, ledger }, b: { ledger }, c: { value: 1, ledger }, d: { value: 2, ledger } });
  await engine.executor.finished(made.runId);
  const before = (await lines(ledger)).length;
  return { ...made, run: async (scope: Parameters<typeof made.again>[0]) => engine.executor.finished(await made.again(scope)), ran: async () => (await lines(ledger)).slice(before).map((line) => line.split('/').at(-1)) };
}

test('a run of one node runs it again, on what the nodes before it made, and records nothing of those', async () => {
  const { run, ran, runId } = await diamond();
  const only = await run({ only: ['c'] });
  expect(states(only)).toEqual({ c: 'succeeded' });
  expect(await ran()).toEqual(['c']);
  const first = await engine.executor.finished(runId);
  expect(only.given).toEqual({ b: { runId, number: first.number, outputs: first.nodes['b']?.outputs } });
  const ends = await engine.log.ends(only.workflowId);
  expect(Object.fromEntries(ends.map(({ body, number }) => [body.nodeId, number]))).toEqual({ a: first.number, b: first.number, c: only.number, d: first.number });
});

test('a run to a node leaves out what the node does not need', async () => {
  const { run, ran } = await diamond();
  expect(states(await run({ to: ['b'] }))).toEqual({ a: 'reused', b: 'succeeded' });
  expect(await ran()).toEqual(['b']);
});

test('a run from a node runs it and what follows again, and does not do again what is before, not even what changed the world', async () => {
  const { run, ran } = await diamond();
  expect(states(await run({ from: ['c'] }))).toEqual({ a: 'reused', b: 'reused', c: 'succeeded' });
  expect(states(await run({ from: ['a'] }))).toEqual({ a: 'succeeded', b: 'succeeded', c: 'succeeded' });
  expect(await ran()).toEqual(['c', 'a', 'b', 'c']);
});

test('a run from what failed leaves alone what succeeded', async () => {
  const ledger = join(engine.folder, 'ledger-failure');
  const { runId, again } = await engine.submit('a:effect b:transient c:value d:effect', 'a.out>b.after b.out>c.after', { a: { ledger }, b: { ledger: `${ledger}-b`, failures: 3 }, c: { value: 1, ledger }, d: { ledger } });
  const failed = await engine.executor.finished(runId);
  expect(states(failed)).toEqual({ a: 'succeeded', b: 'failed', c: 'skipped', d: 'succeeded' });
  expect(states(await engine.executor.finished(await again({ from: ['b'] })))).toEqual({ a: 'reused', b: 'succeeded', c: 'succeeded' });
  expect((await lines(ledger)).map((line) => line.split('/').at(-1)).toSorted()).toEqual(['a', 'c', 'd']);
});

test.each([
  [{ only: ['b'] }, '"b" cannot run alone: "a", from which it reads, has no result yet. Run to "b" instead.'],
  [{ to: ['bb'] }, '"test" has no node "bb"; did you mean "b"?'],
  [{ from: ['b'], to: ['a'] }, 'Nothing leads from "b" to "a".'],
])('a run of %j is refused in words', async (scope, message) => {
  const { runId, again } = await engine.submit('a:fail b:noop', 'a.out>b.after');
  await engine.executor.finished(runId);
  await expect(again(scope)).rejects.toThrow(message);
});

test('a run of a part stays one when the server starts again in its middle', async () => {
  const first = await startEngine({ folder: join(engine.folder, 'restarted') });
  const ledger = join(engine.folder, 'ledger-restarted');
  const { again, runId } = await first.submit('a:value b:once c:value d:value', 'a.out>b.after b.out>c.after', { a: { value: 1, ledger }, b: { ledger, marker: join(engine.folder, 'marker') }, c: { value: 2, ledger }, d: { value: 3, ledger } });
  await first.event((event) => event.type === 'node.log');
  await first.executor.cancel(runId);
  await first.executor.finished(runId);
  const partId = await again({ from: ['a'], to: ['b'] });
  await first.event((event) => event.runId === partId && event.type === 'node.started');
  await first.close();
  const second = await startEngine({ folder: join(engine.folder, 'restarted') });
  const part = await second.executor.finished(partId);
  await second.close();
  expect(states(part)).toEqual({ a: 'succeeded', b: 'succeeded' });
  expect(part).toMatchObject({ scope: { from: ['a'], to: ['b'] }, nodes: { a: { forced: true }, b: { forced: true } } });
});

describe('A pinned node', () => {
  test('does not run: what follows gets its pinned outputs, and no record says that it would make them', async () => {
    const first = await engine.run('a:value', '', { a: { value: 41 } });
    const outputs = first.nodes['a']?.outputs ?? {};
    const ledger = join(engine.folder, 'ledger-pinned');
    const run = await engine.run('up:value a:value c:sum', 'up.out>a.after a.out>c.a a.out>c.b', { up: { value: 7, ledger }, a: { value: 1, ledger }, c: { ledger } }, { a: { runId: first.id, number: first.number, outputs } });
    expect(run.nodes['a']).toMatchObject({ state: 'reused', pinned: true, outputs, reason: `pinned to run ${first.number}` });
    expect(await engine.output(run, 'c')).toBe(82);
    expect((await lines(ledger)).toSorted()).toEqual(['c', 'up']);
    expect((await engine.log.ends(run.workflowId)).map(({ body }) => body.nodeId).toSorted()).toEqual(['c', 'up']);
  });

  test('whose outputs are gone says so, and what follows is skipped', async () => {
    const gone = { kind: 'json', hash: 'f'.repeat(64), bytes: 1, form: 'value' } as const;
    const run = await engine.run('a:value b:noop', 'a.out>b.after', {}, { a: { runId: 'long-ago', number: 3, outputs: { out: gone } } });
    expect(states(run)).toEqual({ a: 'failed', b: 'skipped' });
    expect(run.nodes['a']?.error?.message).toBe('The output "out" that is pinned here, of run 3, is no longer stored. Unpin the node, or pin another result.');
  });

  test('is not run by name, and gives what it pins to a node that runs alone', async () => {
    const first = await engine.run('a:value', '', { a: { value: 5 } });
    const { again } = await engine.submit('a:value b:sum', 'a.out>b.a a.out>b.b', {}, { a: { runId: first.id, number: first.number, outputs: first.nodes['a']?.outputs ?? {} } });
    await expect(again({ only: ['a'] })).rejects.toThrow(`"a" is pinned to run ${first.number}: unpin it, then run it.`);
    expect(await engine.output(await engine.executor.finished(await again({ only: ['b'] })), 'b')).toBe(10);
  });
});
