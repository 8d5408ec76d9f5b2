// The thinking part of the scheduler: which schedules fire now, which fires were missed, and when to look again.
import type { InputValues } from '@millrace/workflow';
import { nextFire, type CronSchedule } from './cron.ts';

export interface ScheduleState extends CronSchedule {
  readonly workflowId: string;
  readonly triggerId: string;
  /** Up to here every fire has been dealt with. */
  readonly handledUntil: Date;
  /** Values for the inputs of the workflow. */
  readonly inputs?: InputValues;
}

export interface ScheduleEffects {
  /** Runs to start: the latest fire of each schedule that is due. */
  readonly fire: readonly { readonly schedule: ScheduleState; readonly at: Date }[];
  /** Fires that came too late to be honest about their time; they are skipped. */
  readonly skip: readonly { readonly schedule: ScheduleState; readonly first: Date; readonly last: Date; readonly atLeast: number }[];
  /** When the next schedule is due. */
  readonly wakeAt?: Date;
}

/** A fire that is later than this was missed (the server did not run, or the machine slept). */
export const graceMilliseconds = 60_000;

const countedMisses = 1000;

/** Decides what is due at `now`. A fire within the grace period starts a run; older ones are skipped. */
export function dueSchedules(schedules: readonly ScheduleState[], now: Date): ScheduleEffects {
  const fire: { schedule: ScheduleState; at: Date }[] = [];
  const skip: { schedule: ScheduleState; first: Date; last: Date; atLeast: number }[] = [];
  let wakeAt: Date | undefined;
  for (const schedule of schedules) {
    const tooLate = new Date(now.getTime() - graceMilliseconds);
    const missed = firesBetween(schedule, schedule.handledUntil, tooLate, countedMisses);
    const recent = firesBetween(schedule, later(schedule.handledUntil, tooLate), now, countedMisses);
    const at = recent.at(-1);
    const passed = at ? [...missed, ...recent.slice(0, -1)] : missed;
    const [first] = passed;
    const last = passed.at(-1);
    if (first && last) skip.push({ schedule, first, last, atLeast: passed.length });
    if (at) fire.push({ schedule, at });
    const next = nextFire(schedule, now);
    if (next && (!wakeAt || next < wakeAt)) wakeAt = next;
  }
  return { fire, skip, ...(wakeAt ? { wakeAt } : {}) };
}

/** Fires after `after` up to and including `until`, at most `limit` of them. */
function firesBetween(schedule: CronSchedule, after: Date, until: Date, limit: number): Date[] {
  const fires: Date[] = [];
  for (let at = nextFire(schedule, after); at && at <= until && fires.length < limit; at = nextFire(schedule, at)) fires.push(at);
  return fires;
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}
