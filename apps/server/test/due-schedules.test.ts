import { wordsOf } from '@millrace/workflow';
import { cronProblem, nextFires } from '../dist/schedules/cron.js';
import { dueSchedules, type ScheduleState } from '../dist/schedules/due-schedules.js';

const hourly: ScheduleState = { workflowId: 'w', triggerId: 't', cron: '0 * * * *', timeZone: 'UTC', handledUntil: new Date('2026-03-01T10:00:00Z') };

test('nothing is due before the next fire, and the clock is looked at again then', () => {
  expect(dueSchedules([hourly], new Date('2026-03-01T10:59:59Z'))).toEqual({ fire: [], skip: [], wakeAt: new Date('2026-03-01T11:00:00Z') });
});

test('a schedule fires once when its time has come, and not again once that was recorded', () => {
  const now = new Date('2026-03-01T11:00:00.004Z');
  const at = new Date('2026-03-01T11:00:00Z');
  expect(dueSchedules([hourly], now).fire).toEqual([{ schedule: hourly, at }]);
  expect(dueSchedules([{ ...hourly, handledUntil: at }], now).fire).toEqual([]);
});

test('fires that were missed while the server was down are skipped, not made up for', () => {
  const { fire, skip, wakeAt } = dueSchedules([hourly], new Date('2026-03-01T14:30:00Z'));
  expect(fire).toEqual([]);
  expect(skip).toEqual([{ schedule: hourly, first: new Date('2026-03-01T11:00:00Z'), last: new Date('2026-03-01T14:00:00Z'), atLeast: 4 }]);
  expect(wakeAt).toEqual(new Date('2026-03-01T15:00:00Z'));
});

test('after a short stop the last fire still starts a run and older ones are skipped', () => {
  const { fire, skip } = dueSchedules([hourly], new Date('2026-03-01T12:00:30Z'));
  expect(fire.map(({ at }) => at)).toEqual([new Date('2026-03-01T12:00:00Z')]);
  expect(skip.map(({ first, atLeast }) => [first, atLeast])).toEqual([[new Date('2026-03-01T11:00:00Z'), 1]]);
});

test('a daily schedule keeps its local hour over a change to summer time', () => {
  const fires = nextFires({ cron: '30 6 * * *', timeZone: 'Europe/Berlin' }, 3, new Date('2026-03-28T00:00:00Z'));
  expect(fires.map((at) => at.toISOString())).toEqual(['2026-03-28T05:30:00.000Z', '2026-03-29T04:30:00.000Z', '2026-03-30T04:30:00.000Z']);
});

test.each([
  ['0 6 * * 1-5', 'Europe/Berlin', undefined],
  ['*/10 * * * * *', 'UTC', undefined],
  ['0 6 * *', 'UTC', '"0 6 * *" is not a cron pattern'],
  ['61 6 * * *', 'UTC', 'Invalid value for minute: 61'],
  ['0 6 * * *', 'Mars/Base', '"Mars/Base" is not a time zone'],
  ['0 0 30 2 *', 'UTC', 'never fires'],
])('the schedule %s in %s: %s', (cron, timeZone, problem) => {
  const said = cronProblem({ cron, timeZone });
  if (problem === undefined) expect(said).toBeUndefined();
  else expect(said && wordsOf(said)).toContain(problem);
});
