import { readdir, readFile } from 'node:fs/promises';
import type { ProcessUsage } from '@millrace/workflow';
import { parseProcessStat, parseResidentMemory } from './process-stat.ts';

interface Reading {
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
}

/** Deeper trees of processes are not followed. */
const depthLimit = 4;

/** Says what processes, with all that they started, use between two looks at /proc. Where there is no /proc it says nothing. */
export class ProcessSampler {
  readonly #now: () => number;
  /** From the look before, by process. */
  #before = new Map<number, { readonly at: number; readonly cpuSeconds: number }>();

  /** `now` gives milliseconds that only grow. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Of a process that is looked at for the first time, or has ended, nothing is said. */
  async sample(pids: readonly number[]): Promise<ReadonlyMap<number, ProcessUsage>> {
    const looked = await Promise.all(pids.map(async (pid) => ({ pid, reading: await readTree(pid), at: this.#now() })));
    const usage = new Map<number, ProcessUsage>();
    const next = new Map<number, { readonly at: number; readonly cpuSeconds: number }>();
    for (const { pid, reading, at } of looked) {
      if (!reading) continue;
      const before = this.#before.get(pid);
      next.set(pid, { at, cpuSeconds: reading.cpuSeconds });
      if (!before || at <= before.at) continue;
      const share = (reading.cpuSeconds - before.cpuSeconds) / ((at - before.at) / 1000);
      usage.set(pid, { cpuPercent: Math.max(0, Math.round(share * 100)), memoryBytes: reading.memoryBytes });
    }
    this.#before = next;
    return usage;
  }
}

/** A process and its children. Time of children that have ended counts with who waited for them. */
async function readTree(pid: number, depth = 0): Promise<Reading | undefined> {
  try {
    const [stat, status, children] = await Promise.all([readFile(`/proc/${pid}/stat`, 'utf8'), readFile(`/proc/${pid}/status`, 'utf8'), childrenOf(pid)]);
    const { ownSeconds, childSeconds } = parseProcessStat(stat);
    const below = depth < depthLimit ? await Promise.all(children.map((child) => readTree(child, depth + 1))) : [];
    return below.reduce<Reading>((sum, reading) => ({
      cpuSeconds: sum.cpuSeconds + (reading?.cpuSeconds ?? 0), memoryBytes: sum.memoryBytes + (reading?.memoryBytes ?? 0),
    }), { cpuSeconds: ownSeconds + childSeconds, memoryBytes: parseResidentMemory(status) });
  } catch {
    return undefined; // it has ended, or this is not Linux
  }
}

/** What its threads started; nothing where the kernel does not list that. */
async function childrenOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`);
  const lists = await Promise.all(threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')));
  return lists.flatMap((list) => list.split(' ').filter((text) => text !== '').map(Number));
}
