import type { RunEvent } from '@millrace/workflow';
import { emptyRunView, foldEvents, maximumLines } from '../src/runs/run-view.ts';
import { eventsOf } from './run-events.ts';

const events = eventsOf('run-1');

describe('the view of a run', () => {
  it('folds events into the run and counts each once', () => {
    const { view, gap } = foldEvents(emptyRunView, events);
    expect(gap).toBe(false);
    expect(view.applied).toBe(events.length);
    expect(view.run).toMatchObject({ id: 'run-1', seq: events.length, state: 'succeeded', nodes: { load: { state: 'succeeded' } } });
    expect(view.logs.load).toEqual([{ level: 'info', message: 'reading' }]);
  });

  it('passes over what it has seen', () => {
    const once = foldEvents(emptyRunView, events).view;
    expect(foldEvents(once, events).view).toBe(once);
    expect(foldEvents(emptyRunView, events.flatMap((event) => [event, event])).view).toEqual(once);
  });

  it('stops at a gap and keeps what came before it', () => {
    const { view, gap } = foldEvents(emptyRunView, [...events.slice(0, 2), ...events.slice(3)]);
    expect(gap).toBe(true);
    expect(view.run?.seq).toBe(2);
    expect(foldEvents(view, events.slice(2)).view).toEqual(foldEvents(emptyRunView, events).view);
  });

  it('leaves the nodes that an event is not about as they were', () => {
    const before = foldEvents(emptyRunView, events.slice(0, 3)).view;
    const after = foldEvents(before, events.slice(3, 4)).view;
    expect(after.run?.nodes.clean).toBe(before.run?.nodes.clean);
    expect(after.run?.nodes.load).not.toBe(before.run?.nodes.load);
  });

  it('refuses what is not an event', () => {
    expect(() => foldEvents(emptyRunView, [{ seq: 1 }])).toThrow();
  });

  it('keeps only the newest lines of a long log', () => {
    const lines = Array.from({ length: maximumLines + 10 }, (_, index) => ({ level: 'info' as const, message: String(index) }));
    const log: RunEvent = { runId: 'run-1', seq: 4, at: '2026-01-01T00:00:03.000Z', type: 'node.log', nodeId: 'load', attempt: 1, lines };
    const { view } = foldEvents(emptyRunView, [...events.slice(0, 3), log]);
    expect(view.logs.load).toHaveLength(maximumLines);
    expect(view.logs.load?.at(-1)?.message).toBe(String(maximumLines + 9));
    expect(view.run?.nodes.load?.logLines).toBe(maximumLines + 10);
  });
});
