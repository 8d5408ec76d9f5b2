import { RunLogConflict, type RunLog, type RunQuery } from '@millrace/engine';
import { evolve, type ArtifactRef, type Run } from '@millrace/workflow';
import { beforeAll, expect, test } from '@jest/globals';

const newRun = { workflowId: 'w', workflowVersion: 1, nodeIds: ['a', 'b'], trigger: { kind: 'manual' } } as const;
const artifact: ArtifactRef = { kind: 'json', hash: 'a'.repeat(64), bytes: 1, form: 'value' };
const line = (message: string) => ({ type: 'node.log', nodeId: 'a', attempt: 1, lines: [{ level: 'info', message }] }) as const;

/** What every run log does. */
export function runLogContract(open: () => Promise<RunLog>): void {
  let log: RunLog;
  beforeAll(async () => {
    log = await open();
  });

  test('a run begins with run.queued and folds', async () => {
    const { runId, number, created } = await log.create(newRun);
    expect(created).toBe(true);
    await log.append(runId, [{ type: 'run.started' }, { type: 'node.started', nodeId: 'a', attempt: 1, key: 'k' }]);
    const events = await log.read(runId);
    expect(events.map(({ seq, type }) => [seq, type])).toEqual([[1, 'run.queued'], [2, 'run.started'], [3, 'node.started']]);
    const run = events.reduce<Run | undefined>((folded, event) => evolve(folded, event), undefined);
    expect(run).toMatchObject({ id: runId, number, state: 'running', seq: 3 });
  });

  test('runs are numbered without a gap, also when many are made at once', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => log.create(newRun)));
    const numbers = made.map(({ number }) => number).sort((a, b) => a - b);
    const first = numbers[0] ?? 0;
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => first + index));
  });

  test('a second request with the same idempotency key gets the first run', async () => {
    const asked = await Promise.all(Array.from({ length: 5 }, () => log.create({ ...newRun, idempotencyKey: 'once' })));
    expect(new Set(asked.map(({ runId }) => runId)).size).toBe(1);
    expect(asked.filter(({ created }) => created)).toHaveLength(1);
    expect((await log.create({ ...newRun, workflowId: 'other', idempotencyKey: 'once' })).created).toBe(true);
    expect((await log.create({ ...newRun, idempotencyKey: 'twice' })).created).toBe(true);
  });

  test('seq has no gap and no double under concurrent appends', async () => {
    const { runId } = await log.create(newRun);
    const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => log.append(runId, [line(`${index}`), line(`${index}+`)])));
    const events = await log.read(runId);
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 61 }, (_, index) => index + 1));
    for (const answer of answers) expect(events.slice((answer[0]?.seq ?? 0) - 1, answer[1]?.seq)).toEqual(answer);
  });

  test('an append after an event that is not the last is refused and writes nothing', async () => {
    const { runId } = await log.create(newRun);
    await log.append(runId, [{ type: 'run.started' }], { after: 1 });
    await expect(log.append(runId, [line('late')], { after: 1 })).rejects.toBeInstanceOf(RunLogConflict);
    expect(await log.read(runId)).toHaveLength(2);
    await expect(log.append('nothing', [line('x')])).rejects.toThrow('There is no run "nothing"');
  });

  test('reads the gap after a seq, and no more than asked for', async () => {
    const { runId } = await log.create(newRun);
    await log.append(runId, Array.from({ length: 250 }, (_, index) => line(`${index}`)));
    expect((await log.read(runId, 249)).map(({ seq }) => seq)).toEqual([250, 251]);
    expect((await log.read(runId, 10, 3)).map(({ seq }) => seq)).toEqual([11, 12, 13]);
    expect(await log.read('nothing')).toEqual([]);
  });

  test('keeps the summary up to date and lists the newest first', async () => {
    const workflowId = 'listed';
    const first = await log.create({ ...newRun, workflowId, scope: { to: ['a'] } });
    const second = await log.create({ ...newRun, workflowId, trigger: { kind: 'schedule', triggerId: 't', scheduledFor: '2026-01-01T00:00:00.000Z' } });
    expect(await log.get(first.runId)).toMatchObject({ id: first.runId, number: first.number, state: 'queued', workflowId, workflowVersion: 1, scope: { to: ['a'] } });
    expect(await log.get(second.runId)).not.toHaveProperty('scope');
    await log.append(first.runId, [{ type: 'run.started' }]);
    expect((await log.get(first.runId))?.state).toBe('running');
    for (const [type, state] of [['run.pauseRequested', 'pausing'], ['run.paused', 'paused'], ['run.resumed', 'running']] as const) {
      await log.append(first.runId, [{ type }]);
      expect((await log.get(first.runId))?.state).toBe(state);
      expect(await log.unfinished()).toContain(first.runId);
    }
    await log.append(first.runId, [{ type: 'run.cancelRequested' }]);
    expect((await log.get(first.runId))?.state).toBe('cancelling');
    expect(await log.unfinished()).toEqual(expect.arrayContaining([first.runId, second.runId]));
    await log.append(first.runId, [{ type: 'run.finished', outcome: 'cancelled' }]);
    expect(await log.get(first.runId)).toMatchObject({ state: 'cancelled', finishedAt: expect.any(String) });
    expect(await log.unfinished()).not.toContain(first.runId);
    expect((await log.list({ workflowId })).map(({ id }) => id)).toEqual([second.runId, first.runId]);
    expect((await log.list({ workflowId, before: second.number })).map(({ id }) => id)).toEqual([first.runId]);
    expect((await log.list({ workflowId, limit: 1 }))[0]?.trigger).toEqual({ kind: 'schedule', triggerId: 't', scheduledFor: '2026-01-01T00:00:00.000Z' });
    expect(await log.get('nothing')).toBeUndefined();
  });

  test('keeps tags and a note, and finds runs by what they are and by what was written about them', async () => {
    const workflowId = 'searched';
    const scheduled = { kind: 'schedule', triggerId: '"kind":"manual"', scheduledFor: '2026-01-01T00:00:00.000Z' } as const;
    const [first, second, third] = [
      await log.create({ ...newRun, workflowId }), await log.create({ ...newRun, workflowId, workflowVersion: 3, trigger: scheduled }), await log.create({ ...newRun, workflowId }),
    ];
    await log.append(second.runId, [{ type: 'run.started' }, { type: 'run.finished', outcome: 'failed' }]);
    expect(await log.get(first.runId)).toMatchObject({ tags: [], note: '' });
    expect(await log.annotate(first.runId, { tags: ['wide', 'Baseline', 'wide'], note: '50% of the rows, first_try' })).toMatchObject({ id: first.runId, tags: ['Baseline', 'wide'], note: '50% of the rows, first_try' });
    await log.annotate(second.runId, { tags: ['wide'] });
    await log.annotate(second.runId, { note: 'SMALLER steps' });
    await log.annotate(first.runId, { tags: ['Baseline'] });
    expect(await log.get(second.runId)).toMatchObject({ tags: ['wide'], note: 'SMALLER steps' });
    expect(await log.annotate('nothing', { note: 'x' })).toBeUndefined();

    const found = async (query: RunQuery) => (await log.list({ workflowId, ...query })).map(({ id }) => [first, second, third].findIndex(({ runId }) => runId === id) + 1);
    expect(await found({})).toEqual([3, 2, 1]);
    expect(await found({ states: ['failed', 'cancelled'] })).toEqual([2]);
    expect([await found({ trigger: 'manual' }), await found({ trigger: 'schedule' })]).toEqual([[3, 1], [2]]);
    expect([await found({ tag: 'Baseline' }), await found({ tag: 'base' })]).toEqual([[1], []]);
    expect([await found({ text: 'base' }), await found({ text: 'smaller WIDE' }), await found({ text: 'smaller base' })]).toEqual([[1], [2], []]);
    expect([await found({ text: '50%' }), await found({ text: '%' }), await found({ text: 't_t' }), await found({ text: "'" })]).toEqual([[1], [1], [1], []]);
    expect([await found({ text: 'v3' }), await found({ text: `#${third.number}` }), await found({ text: third.runId })]).toEqual([[2], [3], [3]]);
    const { queuedAt } = (await log.get(first.runId)) ?? { queuedAt: '' };
    expect([await found({ from: queuedAt }), await found({ to: queuedAt }), await found({ from: '2999-01-01T00:00:00.000Z' })]).toEqual([[3, 2, 1], [], []]);
    expect([await found({ limit: 2 }), await found({ limit: 2, before: second.number })]).toEqual([[3, 2], [1]]);
  });

  test('keeps how each node last ended, and how it last ended with outputs', async () => {
    const workflowId = 'ends';
    const old = await log.create({ ...newRun, workflowId });
    const recent = await log.create({ ...newRun, workflowId, workflowVersion: 2 });
    const recipe = { plugin: { name: 'p', version: '1.0.0', codeHash: 'c' }, inputs: {}, files: { 'a.csv': 'f' } };
    const made = (nodeId: string, key: string) => ({ type: 'node.succeeded', nodeId, attempt: 1, key, outputs: { out: artifact }, recipe }) as const;
    const failed = { type: 'node.failed', nodeId: 'a', attempt: 1, error: { kind: 'user', message: 'no' }, willRetry: false, recipe } as const;
    await log.append(old.runId, [made('a', '1'), { ...failed, willRetry: true, nodeId: 'b' }]);
    await log.append(recent.runId, [failed, made('b', '2')]);
    await log.append(old.runId, [made('b', 'late')]);
    const at = expect.any(String);
    expect(await log.ends(workflowId)).toEqual([
      { runId: recent.runId, number: recent.number, workflowVersion: 2, at, body: failed },
      { runId: old.runId, number: old.number, workflowVersion: 1, at, body: made('a', '1') },
      { runId: recent.runId, number: recent.number, workflowVersion: 2, at, body: made('b', '2') },
    ]);
    expect(await log.ends('nothing')).toEqual([]);
  });

  test('finds the outputs of the latest run under a key', async () => {
    const [old, recent] = [await log.create(newRun), await log.create(newRun)];
    const succeeded = (key: string, outputs: Record<string, ArtifactRef>) => ({ type: 'node.succeeded', nodeId: 'a', attempt: 1, key, outputs }) as const;
    await log.append(old.runId, [succeeded('found', {}), succeeded('other', { out: artifact })]);
    await log.append(recent.runId, [succeeded('found', { out: artifact })]);
    const keys = ['found', 'unknown', 'other', ...Array.from({ length: 300 }, (_, index) => `many ${index}`)];
    expect(await log.findOutputs(keys)).toEqual(new Map([
      ['found', { runId: recent.runId, number: recent.number, outputs: { out: artifact } }],
      ['other', { runId: old.runId, number: old.number, outputs: { out: artifact } }],
    ]));
  });
}
