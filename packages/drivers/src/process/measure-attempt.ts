import { readFileSync, writeFileSync } from 'node:fs';
import type { AttemptUsage } from '@millrace/workflow';
import { parseProcessStat } from './process-stat.ts';

/**
 * Starts to measure an attempt in this process, and gives what tells, at its end, what it used. The system counts by itself, so
 * nothing is sampled. Processor time includes that of processes which the attempt started and waited for; memory does not.
 */
export function measureAttempt(): () => AttemptUsage {
  const startedAgain = resetPeak();
  const { maxRSS: peakBefore } = process.resourceUsage();
  const secondsBefore = cpuSeconds();
  return () => {
    const { maxRSS } = process.resourceUsage();
    // Where the peak cannot be set back, one that has not grown is that of an attempt before.
    const peak = startedAgain || maxRSS > peakBefore ? { peakMemoryBytes: maxRSS * 1024 } : {};
    return { cpuSeconds: Math.max(0, Math.round((cpuSeconds() - secondsBefore) * 1000) / 1000), ...peak };
  };
}

/** Sets the peak of this process's memory back to what it has now, where the system can (Linux: proc(5), clear_refs). */
function resetPeak(): boolean {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return true;
  } catch {
    return false;
  }
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6 + childSeconds();
}

/** Processor time of the processes that this one started, waited for and outlived. */
function childSeconds(): number {
  try {
    return parseProcessStat(readFileSync('/proc/self/stat', 'utf8')).childSeconds;
  } catch {
    return 0; // not Linux
  }
}
