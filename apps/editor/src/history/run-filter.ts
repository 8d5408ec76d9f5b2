// Which runs the history shows, and how the server is asked for them.
import type { RunState, RunTrigger } from '@millrace/workflow';

/** What the history is narrowed to; an empty text narrows nothing. */
export interface RunFilter {
  readonly text: string;
  readonly tag: string;
  readonly state: '' | 'active' | 'succeeded' | 'failed' | 'cancelled';
  readonly trigger: '' | RunTrigger['kind'];
  readonly time: '' | 'day' | 'week' | 'month' | 'between';
  /** Days of this browser's calendar, as "2026-01-31", both included; they count when `time` is `between`. */
  readonly from: string;
  readonly to: string;
  /** Runs of every workflow, not only of the open one. */
  readonly everywhere: boolean;
}

/** What `GET /api/runs` understands. */
export interface RunsQuestion {
  readonly workflowId?: string;
  readonly state?: string;
  readonly trigger?: string;
  readonly from?: string;
  readonly to?: string;
  readonly tag?: string;
  readonly text?: string;
}

export const everyRun: RunFilter = { text: '', tag: '', state: '', trigger: '', time: '', from: '', to: '', everywhere: false };

const active: readonly RunState[] = ['queued', 'running', 'pausing', 'paused', 'cancelling'];
const days = { day: 1, week: 7, month: 30 } as const;
const dayMilliseconds = 24 * 60 * 60 * 1000;

/** The question that a filter comes to at `now`. */
export function questionOf(filter: RunFilter, workflowId: string | undefined, now: Date): RunsQuestion {
  const { text, tag, state, trigger, everywhere } = filter;
  return {
    ...(everywhere || workflowId === undefined ? {} : { workflowId }),
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    ...(tag === '' ? {} : { tag }),
    ...(state === '' ? {} : { state: state === 'active' ? active.join(',') : state }),
    ...(trigger === '' ? {} : { trigger }),
    ...timesOf(filter, now),
  };
}

/** How many of the choices below the search narrow the list. */
export function narrowings({ tag, state, trigger, time, everywhere }: RunFilter): number {
  return [tag, state, trigger, time].filter((choice) => choice !== '').length + (everywhere ? 1 : 0);
}

function timesOf({ time, from, to }: RunFilter, now: Date): Pick<RunsQuestion, 'from' | 'to'> {
  if (time === '') return {};
  if (time !== 'between') return { from: new Date(now.getTime() - days[time] * dayMilliseconds).toISOString() };
  const [start, end] = [startOfDay(from, 0), startOfDay(to, 1)];
  return { ...(start ? { from: start } : {}), ...(end ? { to: end } : {}) };
}

/** The instant at which a day begins here, or one `later`; nothing for what is no day. */
function startOfDay(text: string, later: number): string | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  return year === undefined ? undefined : new Date(Number(year), Number(month) - 1, Number(day) + later).toISOString();
}
