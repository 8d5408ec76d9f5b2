import { everyRun, narrowings, questionOf } from '../src/history/run-filter.ts';

const now = new Date('2026-03-10T12:00:00.000Z');
const startOfDay = (month: number, day: number) => new Date(2026, month - 1, day).toISOString();

describe('the filter of the history', () => {
  it.each([
    ['nothing', {}, { workflowId: 'w' }],
    ['words', { text: '  wide  v3 ' }, { workflowId: 'w', text: 'wide  v3' }],
    ['a tag, a state and a trigger, of every workflow', { tag: 'best', state: 'failed', trigger: 'schedule', everywhere: true }, { tag: 'best', state: 'failed', trigger: 'schedule' }],
    ['what has not ended', { state: 'active' }, { workflowId: 'w', state: 'queued,running,pausing,paused,cancelling' }],
    ['a week', { time: 'week' }, { workflowId: 'w', from: '2026-03-03T12:00:00.000Z' }],
    ['whole days of this place', { time: 'between', from: '2026-03-01', to: '2026-03-02' }, { workflowId: 'w', from: startOfDay(3, 1), to: startOfDay(3, 3) }],
    ['days while they are being typed', { time: 'between', from: '2026-03-01', to: '' }, { workflowId: 'w', from: startOfDay(3, 1) }],
    ['days that are set aside', { from: '2026-03-01', to: '2026-03-02' }, { workflowId: 'w' }],
  ] as const)('asks the server for %s', (_, change, question) => {
    expect(questionOf({ ...everyRun, ...change }, 'w', now)).toEqual(question);
  });

  it('counts what narrows it beside the words', () => {
    expect([narrowings(everyRun), narrowings({ ...everyRun, text: 'x', state: 'failed', everywhere: true })]).toEqual([0, 2]);
  });
});
