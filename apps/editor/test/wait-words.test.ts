import type { NodeInRun, Queue, WaitReason } from '@millrace/workflow';
import { attemptUsageWords, usageWords } from '../src/queue/use-wait.ts';
import { runWaitWords, waitWords } from '../src/queue/wait-words.ts';

const machine = { capacity: { cpu: 2, memoryMiB: 4096, gpu: 0 }, free: { cpu: 0, memoryMiB: 512, gpu: 0 } };
const place = { runId: 'r', workflowId: 'w', nameOf: (id: string) => id.toUpperCase() };
const at = (name: string, over: Partial<NodeInRun> = {}): NodeInRun => ({ runId: 'r', number: 7, workflowId: 'w', workflowName: 'Weather', nodeId: name.toLowerCase(), type: 'data.load', name, ...over });
const other = at('Train', { runId: 'q', number: 3, workflowId: 'v', workflowName: 'Mail' });
const room = (over: Partial<Extract<WaitReason, { kind: 'room' }>>): WaitReason => ({ kind: 'room', needs: { cpu: 1, memoryMiB: 1024, gpu: 0 }, lacks: ['cpu'], holders: [other], place: 1, ...over });

describe('why a node waits, in words', () => {
  it.each<[string, WaitReason]>([
    ['Waits for LOAD', { kind: 'upstream', nodeIds: ['load'] }],
    ['Waits for A, B and 2 more', { kind: 'upstream', nodeIds: ['a', 'b', 'c', 'd'] }],
    ['Next in line: all 2 cores are busy, taken by Train in run 3 of Mail', room({})],
    ['Number 3 in line, behind Split: all 2 cores are busy, taken by Train in run 3 of Mail and Load', room({ place: 3, behind: at('Split'), holders: [other, at('Load')] })],
    ['Number 2 in line, behind Clean in run 6', room({ place: 2, lacks: [], holders: [], behind: at('Clean', { runId: 'p', number: 6 }) })],
    ['Next in line: it needs 1.0 GiB of memory, of which 512 MiB are free, taken by Train in run 3 of Mail', room({ lacks: ['memoryMiB'] })],
    ['Load makes the same output now; it will be reused', { kind: 'sameOutput', by: at('Load') }],
  ])('%s', (words, reason) => expect(waitWords(reason, machine, place)).toBe(words));

  it('says when it is tried again and why the last attempt failed', () => {
    const reason: WaitReason = { kind: 'retry', until: new Date(2026, 0, 1, 12, 3).toISOString(), failures: 2, mostFailures: 3, message: 'the disk is full' };
    expect(waitWords(reason, machine, place)).toBe('Attempt 2 of 3 failed, tried again at 12:03:00: the disk is full');
  });

  it('says of a run what its first node in line waits for, and nothing while one of its nodes works', () => {
    const run = { id: 'r', state: 'running' } as const;
    const queue: Queue = { ...machine, runIds: ['r'], working: [], waiting: [{ ...at('Split'), reason: { kind: 'upstream', nodeIds: ['load'] } }, { ...at('Load'), reason: room({}) }], moreWaiting: 0 };
    expect(runWaitWords(run, queue, place)).toMatch(/^Next in line: all 2 cores/);
    expect(runWaitWords(run, { ...queue, working: [{ ...at('Clean'), attempt: 1, takes: machine.free }] }, place)).toBeUndefined();
    expect(runWaitWords({ id: 'new', state: 'queued' }, queue, place)).toBe('The server has not taken it up yet');
  });

  it('says what a process uses, and what an attempt used', () => {
    expect(usageWords({ cpuPercent: 187, memoryBytes: 1.4 * 2 ** 30 })).toBe('CPU 187 %, 1.4 GiB');
    expect(attemptUsageWords({ cpuSeconds: 75, peakMemoryBytes: 300 * 2 ** 20 })).toBe('1 min 15 s of CPU time, at most 300 MiB');
    expect(attemptUsageWords({ cpuSeconds: 0.5 })).toBe('0.50 s of CPU time');
  });
});
