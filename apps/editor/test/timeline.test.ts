import type { RunEvent, RunEventBody } from '@millrace/workflow';
import { barWords } from '../src/replay/gantt-words.ts';
import { createReplay, neighbour } from '../src/replay/replay.ts';
import { timelineOf } from '../src/replay/timeline.ts';
import { emptyRunView, foldEvents } from '../src/runs/run-view.ts';

const start = Date.UTC(2026, 0, 1);

/** Events at seconds after the start. */
function log(...facts: readonly (readonly [seconds: number, body: RunEventBody])[]): RunEvent[] {
  return facts.map(([seconds, body], index) => ({ runId: 'r', seq: index + 1, at: new Date(start + seconds * 1000).toISOString(), ...body }));
}
const queued = (...nodeIds: string[]): RunEventBody => ({ type: 'run.queued', number: 1, workflowId: 'w', workflowVersion: 1, nodeIds, trigger: { kind: 'manual' } });
const started = (nodeId: string, attempt = 1): RunEventBody => ({ type: 'node.started', nodeId, attempt, key: 'k' });
const succeeded = (nodeId: string, attempt = 1): RunEventBody => ({ type: 'node.succeeded', nodeId, attempt, key: 'k', outputs: {} });
const failed = (nodeId: string, attempt: number, willRetry: boolean): RunEventBody => ({ type: 'node.failed', nodeId, attempt, willRetry, error: { kind: 'infrastructure', message: 'gone' } });
const says = (nodeId: string): RunEventBody => ({ type: 'node.log', nodeId, attempt: 1, lines: [{ level: 'info', message: 'x' }] });
const wire = (from: string, to: string) => ({ from: `${from}.out`, to: `${to}.in` });
const seconds = (instant: number) => (instant - start) / 1000;

describe('the timeline of a run', () => {
  it('has a bar for each attempt and each wait, and marks for what was reused or skipped', () => {
    const events = log(
      [0, queued('load', 'train', 'old', 'late')], [1, { type: 'run.started' }], [1, { type: 'node.reused', nodeId: 'old', key: 'k', outputs: {}, from: { runId: 'q', number: 1 }, reason: 'same' }],
      [1, started('load')], [3, succeeded('load')], [4, started('train')], [6, failed('train', 1, true)], [7, started('train', 2)], [8, { type: 'node.paused', nodeId: 'train', attempt: 2 }],
      [20, started('train', 3)], [25, failed('train', 3, false)], [25, { type: 'node.skipped', nodeId: 'late', because: 'train failed' }], [25, { type: 'run.finished', outcome: 'failed' }],
    );
    const { rows, from, to } = timelineOf(events, [wire('load', 'train'), wire('train', 'late')]);
    expect([seconds(from), seconds(to)]).toEqual([1, 25]);
    expect(rows.map(({ nodeId, bars }) => [nodeId, ...bars.map((bar) => [bar.outcome ?? bar.kind, seconds(bar.from), seconds(bar.to)])])).toEqual([
      ['load', ['succeeded', 1, 3]],
      ['old', ['reused', 1, 1]],
      ['train', ['waiting', 3, 4], ['failed', 4, 6], ['waiting', 6, 7], ['paused', 7, 8], ['paused', 8, 20], ['failed', 20, 25]],
      ['late', ['skipped', 25, 25]],
    ]);
  });

  it('keeps what each attempt used, and says it', () => {
    const used: RunEventBody = { type: 'node.succeeded', nodeId: 'a', attempt: 1, key: 'k', outputs: {}, usage: { cpuSeconds: 3.5, peakMemoryBytes: 2 ** 30 } };
    const { rows } = timelineOf(log([0, queued('a')], [0, { type: 'run.started' }], [0, started('a')], [2, used]), []);
    expect(rows[0]?.bars.map((bar) => barWords(bar, start))).toEqual(['attempt 1 succeeded after 2.0 s, 3.5 s of CPU time, at most 1.0 GiB']);
  });

  it.each([
    ['the longer of two branches', ['load', 'slow', 'join'], { milliseconds: 9000, working: 8000 }, log(
      [0, queued('load', 'quick', 'slow', 'join')], [0, { type: 'run.started' }], [0, started('load')], [2, succeeded('load')], [2, started('quick')], [3, started('slow')], [4, succeeded('quick')],
      [7, succeeded('slow')], [7, started('join')], [9, succeeded('join')], [9, { type: 'run.finished', outcome: 'succeeded' }],
    )],
    ['the node that failed, not what was skipped for it', ['load', 'slow'], { milliseconds: 5000, working: 5000 }, log(
      [0, queued('load', 'quick', 'slow', 'join')], [0, { type: 'run.started' }], [0, started('load')], [2, succeeded('load')], [2, started('slow')], [5, failed('slow', 1, false)],
      [5, { type: 'node.skipped', nodeId: 'join', because: 'slow failed' }], [5, { type: 'run.finished', outcome: 'failed' }],
    )],
    ['what runs at this moment', ['load', 'quick'], { milliseconds: 5000, working: 5000 }, log(
      [0, queued('load', 'quick', 'slow', 'join')], [0, { type: 'run.started' }], [0, started('load')], [2, succeeded('load')], [2, started('quick')], [5, says('quick')],
    )],
    ['nothing of a run that waits', [], { milliseconds: 0, working: 0 }, log([0, queued('load', 'quick', 'slow', 'join')])],
  ] as const)('finds that the critical path is %s', (_, nodeIds, lengths, events) => {
    const { critical, rows } = timelineOf(events, [wire('load', 'quick'), wire('load', 'slow'), wire('quick', 'join'), wire('slow', 'join')]);
    expect(critical).toEqual({ nodeIds, ...lengths });
    expect(new Set(rows.filter((row) => row.critical).map(({ nodeId }) => nodeId))).toEqual(new Set(nodeIds));
  });
});

describe('the replay of a run', () => {
  const many = Array.from({ length: 700 }, (_, index) => [2 + index / 100, says('load')] as const);
  const events = log([0, queued('load', 'clean')], [1, { type: 'run.started' }], [2, started('load')], ...many, [9, succeeded('load')], [9, started('clean')], [10, succeeded('clean')], [10, { type: 'run.finished', outcome: 'succeeded' }]);
  const replay = createReplay(events);

  it('shows at each instant what the live view would have shown, in whichever order instants are asked for', () => {
    for (const at of [10, 0, 8.999, 2, 5.5, 3, 9, -1, 4]) {
      const upTo = events.filter(({ at: time }) => Date.parse(time) <= start + at * 1000);
      expect(replay.at(start + at * 1000)).toEqual(foldEvents(emptyRunView, upTo).view);
    }
  });

  it('steps from change to change, and stays at the ends', () => {
    expect(replay.changes.map(seconds)).toEqual([0, 1, 2, 9, 10]);
    expect([neighbour(replay, start + 3000, 'before'), neighbour(replay, start + 3000, 'after'), neighbour(replay, start, 'before'), neighbour(replay, start + 10_000, 'after')].map(seconds)).toEqual([2, 9, 0, 10]);
  });
});
