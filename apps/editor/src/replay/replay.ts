// A run as it was at an instant: the same fold that shows it live, over the events up to then.
import type { RunEvent } from '@millrace/workflow';
import { emptyRunView, foldEvents, type RunView } from '../runs/run-view.ts';

export interface Replay {
  /** Milliseconds since 1970, from the first event to the last. */
  readonly from: number;
  readonly to: number;
  /** The instants at which the run or a node changed its state, in order. */
  readonly changes: readonly number[];
  /** The view after every event up to an instant. */
  at(instant: number): RunView;
}

/** Views are kept this many events apart, so that a step in either direction folds only a few. */
const stride = 256;

/** The replay of a run's events, which begin with its first and have no gap. */
export function createReplay(events: readonly RunEvent[]): Replay {
  const times = events.map(({ at }) => Date.parse(at));
  const kept: RunView[] = [emptyRunView];
  return {
    from: times[0] ?? 0,
    to: times.at(-1) ?? 0,
    changes: [...new Set(events.flatMap((event, index) => (isChange(event) ? [times[index] ?? 0] : [])))],
    at: (instant) => {
      const count = countUpTo(times, instant);
      while (kept.length * stride <= count) {
        const start = (kept.length - 1) * stride;
        kept.push(foldEvents(kept.at(-1) ?? emptyRunView, events.slice(start, start + stride)).view);
      }
      const nearest = Math.floor(count / stride);
      return foldEvents(kept[nearest] ?? emptyRunView, events.slice(nearest * stride, count)).view;
    },
  };
}

/** The change before or after an instant; the ends of the run where there is none. */
export function neighbour({ changes, from, to }: Replay, instant: number, direction: 'before' | 'after'): number {
  return (direction === 'before' ? changes.findLast((change) => change < instant) : changes.find((change) => change > instant)) ?? (direction === 'before' ? from : to);
}

function isChange({ type }: RunEvent): boolean {
  return type !== 'node.progress' && type !== 'node.metrics' && type !== 'node.log';
}

/** How many of the times, which are in order, are not after the instant. */
function countUpTo(times: readonly number[], instant: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? Infinity) <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
