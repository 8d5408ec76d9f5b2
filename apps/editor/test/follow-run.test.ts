import type { ClientMessages } from '@millrace/workflow';
import { EventEmitter } from 'node:events';
import { followRun, type RunSocket } from '../src/runs/follow-run.ts';
import { createRunView } from '../src/runs/run-view.ts';
import { eventsOf } from './run-events.ts';

type Answer = Parameters<ClientMessages['run:subscribe']>[1];

/** A socket whose answers the test gives when it likes. */
class HeldSocket extends EventEmitter {
  connected = true;
  readonly asked: { after: number; answer: Answer }[] = [];
  readonly left: string[] = [];

  override emit(name: string, ...args: unknown[]): boolean {
    if (name === 'run:subscribe') this.asked.push({ after: (args[0] as { after: number }).after, answer: args[1] as Answer }); // as followRun sends it
    else if (name === 'run:unsubscribe') this.left.push((args[0] as { runId: string }).runId);
    else return super.emit(name, ...args);
    return true;
  }
}

const events = eventsOf('run-1');

function follow() {
  const socket = new HeldSocket();
  const view = createRunView();
  const problems: string[] = [];
  const stop = followRun(socket as RunSocket, 'run-1', view, (message) => problems.push(message)); // has what RunSocket asks for
  return { socket, view, problems, stop };
}

describe('following a run', () => {
  it('asks for everything, then folds what comes live', () => {
    const { socket, view } = follow();
    expect(socket.asked.map(({ after }) => after)).toEqual([0]);
    socket.asked[0]?.answer({ events: events.slice(0, 3) });
    socket.emit('run:events', events.slice(3));
    expect(view.getState()).toMatchObject({ applied: events.length, run: { state: 'succeeded' } });
  });

  it('loses nothing and doubles nothing when live events overtake the answer', () => {
    const { socket, view } = follow();
    for (const event of events.slice(2)) socket.emit('run:events', [event]);
    expect(view.getState().applied).toBe(0);
    socket.asked[0]?.answer({ events: events.slice(0, 4) });
    expect(view.getState()).toMatchObject({ applied: events.length, run: { seq: events.length } });
  });

  it('resumes after the last event it has when it connects again', () => {
    const { socket, view } = follow();
    socket.asked[0]?.answer({ events: events.slice(0, 3) });
    socket.emit('connect');
    expect(socket.asked[1]?.after).toBe(3);
    socket.asked[1]?.answer({ events: events.slice(3) });
    expect(view.getState().applied).toBe(events.length);
  });

  it('folds events that come before the next frame together, and none after it was ended', () => {
    const socket = new HeldSocket();
    const view = createRunView();
    const frames: (() => void)[] = [];
    let changes = 0;
    view.subscribe(() => { changes++; });
    const stop = followRun(socket as RunSocket, 'run-1', view, () => undefined, (act) => frames.push(act)); // has what RunSocket asks for
    socket.asked[0]?.answer({ events: events.slice(0, 2) });
    for (const event of events.slice(2, 6)) socket.emit('run:events', [event]);
    expect([view.getState().applied, changes, frames.length]).toEqual([2, 1, 1]);
    frames.shift()?.();
    expect([view.getState().applied, changes]).toEqual([6, 2]);
    socket.emit('run:events', [events[6]]);
    stop();
    frames.shift()?.();
    expect(view.getState().applied).toBe(6);
  });

  it('takes no notice of an answer that a later question overtook', () => {
    const { socket, view } = follow();
    socket.emit('connect');
    socket.asked[1]?.answer({ events });
    socket.asked[0]?.answer({ error: 'too late' });
    expect(view.getState().applied).toBe(events.length);
  });

  it('asks again when an event is missing', () => {
    const { socket, view } = follow();
    socket.asked[0]?.answer({ events: events.slice(0, 2) });
    socket.emit('run:events', [events[4]]);
    expect(socket.asked[1]?.after).toBe(2);
    socket.asked[1]?.answer({ events: events.slice(2, 4) });
    expect(view.getState().run?.seq).toBe(5);
  });

  it('asks on while a long log comes in pages', () => {
    const { socket, view } = follow();
    const [queued, started, first] = events;
    const long = Array.from({ length: 250 }, (_, index) => ({
      runId: 'run-1', seq: index + 4, at: '2026-01-01T00:00:09.000Z', type: 'node.log', nodeId: 'load', attempt: 1, lines: [{ level: 'info', message: String(index) }],
    }));
    const log = [queued, started, first, ...long];
    for (let turn = 0; turn < socket.asked.length; turn++) {
      const { after = 0, answer } = socket.asked[turn] ?? {};
      answer?.({ events: log.slice(after, after + 120) });
    }
    expect(socket.asked.map(({ after }) => after)).toEqual([0, 120, 240]);
    expect(view.getState().applied).toBe(log.length);
  });

  it('passes over the events of other runs', () => {
    const { socket, view } = follow();
    socket.asked[0]?.answer({ events: [] });
    socket.emit('run:events', [{ ...events[0], runId: 'run-2' }]);
    expect(view.getState().run).toBeUndefined();
  });

  it('tells why a run cannot be followed', () => {
    const { socket, problems } = follow();
    socket.asked[0]?.answer({ error: 'There is no such run' });
    expect(problems).toEqual(['There is no such run']);
  });

  it('leaves the run and listens no more when it is stopped', () => {
    const { socket, view, stop } = follow();
    stop();
    expect(socket.left).toEqual(['run-1']);
    socket.asked[0]?.answer({ events });
    socket.emit('run:events', [events[0]]);
    socket.emit('connect');
    expect(view.getState().applied).toBe(0);
    expect(socket.asked).toHaveLength(1);
  });
});
