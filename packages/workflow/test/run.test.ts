import { evolve, isFinished, maximumPoints, runEventSchema, type Run, type RunEvent, type RunEventBody } from '@millrace/workflow';

const at = '2026-01-01T00:00:00.000Z';
const events = (bodies: RunEventBody[]): RunEvent[] => bodies.map((body, index) => ({ runId: 'r', seq: index + 1, at, ...body }));
const fold = (list: RunEvent[]): Run => list.reduce<Run | undefined>(evolve, undefined)!;
const queued: RunEventBody = { type: 'run.queued', number: 7, workflowId: 'w', workflowVersion: 2, nodeIds: ['a', 'b'], trigger: { kind: 'manual' } };

test('a run is the fold of its events', () => {
  const run = fold(events([
    queued, { type: 'run.started' },
    { type: 'node.started', nodeId: 'a', attempt: 1, key: 'k' },
    { type: 'node.failed', nodeId: 'a', attempt: 1, error: { kind: 'infrastructure', message: 'The worker died' }, willRetry: true },
    { type: 'node.started', nodeId: 'a', attempt: 2, key: 'k' },
    { type: 'node.metrics', nodeId: 'a', attempt: 2, points: [{ name: 'loss', step: 1, value: 0.5 }] },
    { type: 'node.failed', nodeId: 'a', attempt: 2, error: { kind: 'user', message: 'Column "x" is missing' }, willRetry: false },
    { type: 'node.skipped', nodeId: 'b', because: 'a failed' },
    { type: 'run.finished', outcome: 'failed' },
  ]));
  expect(run).toMatchObject({
    number: 7, state: 'failed', seq: 9,
    nodes: {
      a: { state: 'failed', attempt: 2, infrastructureFailures: 1, error: { kind: 'user' }, metrics: { loss: [[1, 0.5]] } },
      b: { state: 'skipped', reason: 'a failed' },
    },
  });
  expect(isFinished(run)).toBe(true);
});

test('a paused run has not ended, and its nodes keep their curves when they go on', () => {
  const bodies: RunEventBody[] = [
    queued, { type: 'run.started' },
    { type: 'node.started', nodeId: 'a', attempt: 1, key: 'k' },
    { type: 'node.metrics', nodeId: 'a', attempt: 1, points: [{ name: 'loss', step: 1, value: 0.5 }] },
    { type: 'run.pauseRequested' }, { type: 'node.paused', nodeId: 'a', attempt: 1 }, { type: 'run.paused' },
  ];
  const paused = fold(events(bodies));
  expect(paused).toMatchObject({ state: 'paused', nodes: { a: { state: 'paused', infrastructureFailures: 0 }, b: { state: 'waiting' } } });
  expect(isFinished(paused)).toBe(false);
  const resumed = fold(events([...bodies, { type: 'run.resumed' }, { type: 'node.started', nodeId: 'a', attempt: 2, key: 'k' }]));
  expect(resumed).toMatchObject({ state: 'running', nodes: { a: { state: 'running', attempt: 2, metrics: { loss: [[1, 0.5]] } } } });
});

test('what an attempt used stays with its node until the next begins; events of before it was measured still fold', () => {
  const started = (attempt: number): RunEventBody => ({ type: 'node.started', nodeId: 'a', attempt, key: 'k' });
  const failed: RunEventBody = { type: 'node.failed', nodeId: 'a', attempt: 1, error: { kind: 'infrastructure', message: 'gone' }, willRetry: true, usage: { cpuSeconds: 3 } };
  const succeeded: RunEventBody = { type: 'node.succeeded', nodeId: 'a', attempt: 2, key: 'k', outputs: {} };
  const usageAfter = (...bodies: RunEventBody[]) => fold(events([queued, ...bodies]).map((event) => runEventSchema.parse(event) as RunEvent)).nodes.a?.usage;
  expect(usageAfter(started(1), failed)).toEqual({ cpuSeconds: 3 });
  expect(usageAfter(started(1), failed, started(2))).toBeUndefined();
  expect(usageAfter(started(1), failed, started(2), { ...succeeded, usage: { cpuSeconds: 1.5, peakMemoryBytes: 2e9 } })).toEqual({ cpuSeconds: 1.5, peakMemoryBytes: 2e9 });
  expect(usageAfter(started(1), failed, started(2), succeeded)).toBeUndefined();
});

test('an event that comes twice changes nothing, and a gap is refused', () => {
  const [first, second] = events([queued, { type: 'run.started' }]) as [RunEvent, RunEvent];
  const run = evolve(evolve(undefined, first), second);
  expect(evolve(run, second)).toBe(run);
  expect(() => evolve(run, { ...second, seq: 4 })).toThrow('event 4 arrived where 3 was due');
});

test('a long curve is thinned and keeps its last point', () => {
  let run = fold(events([queued]));
  for (let step = 1; step <= 5000; step++) {
    run = evolve(run, { runId: 'r', seq: step + 1, at, type: 'node.metrics', nodeId: 'a', attempt: 1, points: [{ name: 'loss', step, value: step }] });
  }
  const curve = run.nodes.a!.metrics.loss!;
  expect(curve.length).toBeLessThanOrEqual(maximumPoints);
  expect(curve.at(-1)).toEqual([5000, 5000]);
});
