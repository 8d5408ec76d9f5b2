import { Cron } from 'croner';
import { say, wordsOf, type Phrase } from '@millrace/workflow';

/** When a schedule fires: a cron pattern, read in a time zone. */
export interface CronSchedule {
  readonly cron: string;
  readonly timeZone: string;
}

/** A pattern or a time zone that cannot be read. */
export class BadSchedule extends RangeError {
  override readonly name = 'BadSchedule';
  readonly words: Phrase;

  constructor(words: Phrase, options: ErrorOptions) {
    super(wordsOf(words), options);
    this.words = words;
  }
}

/** The next `count` fires strictly after `after`. Throws a BadSchedule for a bad pattern or time zone. */
export function nextFires({ cron, timeZone }: CronSchedule, count: number, after: Date): Date[] {
  checkTimeZone(timeZone);
  return parseCron(cron, timeZone).nextRuns(count, after);
}

/** The next fire strictly after `after`; nothing when there is none, such as of 30 February. */
export function nextFire(schedule: CronSchedule, after: Date): Date | undefined {
  return nextFires(schedule, 1, after)[0];
}

/** What is wrong with a schedule, in words; nothing when it can be used. */
export function cronProblem(schedule: CronSchedule): Phrase | undefined {
  try {
    return nextFire(schedule, new Date()) ? undefined : say`The schedule "${schedule.cron}" never fires`;
  } catch (error) {
    if (error instanceof BadSchedule) return error.words;
    throw error;
  }
}

function checkTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch (cause) {
    throw new BadSchedule(say`"${timeZone}" is not a time zone: use a name such as "Europe/Berlin" or "UTC"`, { cause });
  }
}

function parseCron(cron: string, timeZone: string): Cron {
  try {
    return new Cron(cron, { timezone: timeZone, paused: true, mode: '5-or-6-parts' });
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message.replace(/^CronPattern: /, '') : String(cause);
    throw new BadSchedule(say`"${cron}" is not a cron pattern (minute hour day month weekday, such as "0 6 * * 1-5"): ${detail}`, { cause });
  }
}
