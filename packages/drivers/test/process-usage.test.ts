import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { ProcessSampler } from '@millrace/drivers';
import type { AttemptUsage } from '@millrace/workflow';
import { expect, test } from '@jest/globals';
import { parseProcessStat, parseResidentMemory } from '../dist/process/process-stat.js';

const onLinux = existsSync('/proc/self/stat') ? test : test.skip;

test('processor time and memory are read as proc(5) writes them, whatever a process is called', () => {
  const stat = '4711 (a ) b) S 1 4711 4711 0 -1 4194560 51044 310 2 0 187 25 30 12 20 0 11 0 8433 1234567 890 18446744073709551615';
  expect(parseProcessStat(stat)).toEqual({ ownSeconds: 2.12, childSeconds: 0.42 });
  expect(parseResidentMemory('Name:\ta\nVmHWM:\t  900 kB\nVmRSS:\t  512 kB\n')).toBe(512 * 1024);
  expect(parseResidentMemory('Name:\tgone\nState:\tZ (zombie)\n')).toBe(0);
});

onLinux('a process is looked at with what it started, and what has ended is not spoken of', async () => {
  let now = 0;
  const sampler = new ProcessSampler(() => now);
  const parent = spawn(process.execPath, ['-e', `require('child_process').spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)'], { stdio: 'inherit' })`], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  await once(parent.stdout, 'data');
  const pid = parent.pid ?? 0;
  expect(await sampler.sample([pid, 2 ** 30])).toEqual(new Map());
  now += 1000;
  const both = (await sampler.sample([pid])).get(pid);
  expect(both).toEqual({ cpuPercent: expect.any(Number), memoryBytes: expect.any(Number) });
  const aloneBytes = parseResidentMemory(readFileSync(`/proc/${pid}/status`, 'utf8'));
  expect(both?.memoryBytes).toBeGreaterThan(aloneBytes * 1.3);
  process.kill(-pid, 'SIGKILL');
  await once(parent, 'exit');
  now += 1000;
  expect(await sampler.sample([pid])).toEqual(new Map());
});

onLinux('the peak of an attempt is its own, also in a process that needed more before', async () => {
  const program = `
    const { measureAttempt } = await import(${JSON.stringify(new URL('../dist/process/measure-attempt.js', import.meta.url).href)});
    const first = measureAttempt();
    let much = Buffer.alloc(300e6, 1);
    const used = [first()];
    much = undefined;
    gc();
    const second = measureAttempt();
    used.push(second());
    console.log(JSON.stringify(used));`;
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [[text]] = await Promise.all([once(child.stdout.setEncoding('utf8'), 'data'), once(child, 'exit')]);
  const [big, small] = JSON.parse(text as string) as [AttemptUsage, AttemptUsage];
  expect(big.peakMemoryBytes).toBeGreaterThan(300e6);
  expect(big.cpuSeconds).toBeGreaterThan(0);
  if (small.peakMemoryBytes !== undefined) expect(small.peakMemoryBytes).toBeLessThan(big.peakMemoryBytes ?? 0); // how soon memory is given back is the machine's affair
});
