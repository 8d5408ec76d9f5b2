import { isFinished, type ClientMessages } from '@millrace/workflow';
import type { StoreApi } from 'zustand';
import { foldEvents, type RunView } from './run-view.ts';

/** An answer this long may be one page of a longer log. */
const longAnswer = 100;

/** The part of a Socket.IO client that following a run needs. */
export interface RunSocket {
  readonly connected: boolean;
  on(name: 'connect', listener: () => void): unknown;
  on(name: 'run:events', listener: (events: readonly unknown[]) => void): unknown;
  off(name: 'connect', listener: () => void): unknown;
  off(name: 'run:events', listener: (events: readonly unknown[]) => void): unknown;
  emit(name: 'run:subscribe', ...args: Parameters<ClientMessages['run:subscribe']>): unknown;
  emit(name: 'run:unsubscribe', request: { runId: string }): unknown;
}

/** Calls back once, at a time that it finds good. */
export type Schedule = (act: () => void) => void;

/**
 * Keeps a view in step with its run: asks for everything after the last `seq` it has, at first and at each reconnection,
 * then folds what comes. Live events that overtake the answer wait for it, so none is lost and none counts twice; those that
 * come until `schedule` calls back are folded together, so that the page draws them together. Returns what ends it.
 */
export function followRun(socket: RunSocket, runId: string, view: StoreApi<RunView>, onProblem: (message: string) => void, schedule: Schedule = (act) => act()): () => void {
  let arrived: unknown[] = [];
  let waiting: unknown[] = [];
  let asked = 0;
  let answered = 0;
  let ended = false;

  const take = (events: readonly unknown[]) => {
    const { view: next, gap } = foldEvents(view.getState(), events);
    if (next !== view.getState()) view.setState(next, true);
    return gap;
  };
  const ask = () => {
    const turn = ++asked;
    socket.emit('run:subscribe', { runId, after: view.getState().run?.seq ?? 0 }, (reply) => {
      if (turn !== asked) return; // a reconnection asked again
      answered = turn;
      if ('error' in reply) return onProblem(reply.error);
      take(reply.events);
      const late = waiting;
      waiting = [];
      const { run } = view.getState();
      if (take(late) || (reply.events.length >= longAnswer && !(run && isFinished(run)))) ask();
    });
  };
  const receive = (events: readonly unknown[]) => {
    const ofRun = events.filter((event) => typeof event === 'object' && event !== null && 'runId' in event && event.runId === runId);
    const isFirst = arrived.length === 0;
    arrived.push(...ofRun);
    if (isFirst && ofRun.length > 0) schedule(fold);
  };
  const fold = () => {
    const events = arrived;
    arrived = [];
    if (ended) return;
    if (answered !== asked) waiting.push(...events);
    else if (take(events)) {
      waiting.push(...events);
      ask();
    }
  };

  socket.on('connect', ask);
  socket.on('run:events', receive);
  if (socket.connected) ask();
  return () => {
    socket.off('connect', ask);
    socket.off('run:events', receive);
    ended = true;
    asked++;
    socket.emit('run:unsubscribe', { runId });
  };
}
