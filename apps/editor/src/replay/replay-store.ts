import { isFinished, type RunEvent } from '@millrace/workflow';
import { create } from 'zustand';
import { api } from '../api/api.ts';
import { messageOf } from '../api/request.ts';
import { showPast, useCurrentRun } from '../runs/current-run.ts';
import { createReplay, neighbour, type Replay } from './replay.ts';

interface ReplayState {
  readonly events: readonly RunEvent[];
  /** Nothing while the events are on their way. */
  readonly replay: Replay | undefined;
  /** The instant that is shown; nothing for the run as it is now. */
  readonly instant: number | undefined;
  readonly playing: boolean;
  /** Why the events could not be had. */
  readonly trouble: string | undefined;
}

const nothing: ReplayState = { events: [], replay: undefined, instant: undefined, playing: false, trouble: undefined };
const pageSize = 10_000;
const pauseMilliseconds = 500;
/** A replay takes as long as the run did, within these. */
const [shortest, longest] = [3000, 15_000];

/** The events of the run that is looked at, and the instant of it that is shown. */
export const useReplay = create<ReplayState>(() => nothing);

let frame = 0;

/** Loads the events of a run, and of one that goes on what comes later. Returns what ends it. */
export function followReplay(runId: string): () => void {
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  useReplay.setState(nothing, true);
  const load = async () => {
    timer = undefined;
    try {
      let { events } = useReplay.getState();
      for (;;) {
        const page = await api.runEvents(runId, { after: events.at(-1)?.seq ?? 0, limit: pageSize });
        if (ended) return;
        if (page.length > 0) events = [...events, ...page];
        if (page.length < pageSize) break;
      }
      if (events !== useReplay.getState().events) useReplay.setState({ events, replay: createReplay(events), trouble: undefined });
    } catch (error) {
      if (!ended) useReplay.setState({ trouble: messageOf(error) });
    }
  };
  const { live } = useCurrentRun.getState();
  const leave = live.subscribe(({ run }) => {
    if (run && run.seq > (useReplay.getState().events.at(-1)?.seq ?? 0)) timer ??= setTimeout(() => void load(), isFinished(run) ? 0 : pauseMilliseconds);
  });
  void load();
  return () => {
    ended = true;
    clearTimeout(timer);
    leave();
    showInstant(undefined);
    useReplay.setState(nothing, true);
  };
}

/** Shows the run as it was at an instant; the last one of a run is what it is now. */
export function showInstant(instant: number | undefined): void {
  stop();
  show(instant);
}

/** Goes to the change before or after what is shown. */
export function step(direction: 'before' | 'after'): void {
  const { replay, instant } = useReplay.getState();
  if (replay) showInstant(neighbour(replay, instant ?? replay.to, direction));
}

/** Lets the run happen again from what is shown, or from its start when that is its end. */
export function play(): void {
  const { replay, instant } = useReplay.getState();
  if (!replay) return;
  const length = replay.to - replay.from;
  const speed = length / Math.min(Math.max(length, shortest), longest);
  let shown = instant === undefined || instant >= replay.to ? replay.from : instant;
  let before: number | undefined;
  const draw = (now: number) => {
    shown += (now - (before ?? now)) * speed;
    before = now;
    if (shown >= replay.to) return showInstant(undefined);
    show(shown);
    frame = requestAnimationFrame(draw);
    return undefined;
  };
  stop();
  useReplay.setState({ playing: true });
  frame = requestAnimationFrame(draw);
}

export function stop(): void {
  cancelAnimationFrame(frame);
  if (useReplay.getState().playing) useReplay.setState({ playing: false });
}

function show(instant: number | undefined): void {
  const { replay } = useReplay.getState();
  const past = replay && instant !== undefined && instant < replay.to ? instant : undefined;
  useReplay.setState({ instant: past });
  showPast(past === undefined ? undefined : replay?.at(past));
}
