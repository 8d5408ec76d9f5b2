import type { ProcessNodeRunner, ProcessSampler } from '@millrace/drivers';
import type { Executor } from '@millrace/engine';
import type { Queue, RunEvent, Usage } from '@millrace/workflow';

export interface QueueParts {
  readonly executor: Pick<Executor, 'queue'>;
  readonly runner: Pick<ProcessNodeRunner, 'attempts'>;
  readonly sampler: Pick<ProcessSampler, 'sample'>;
  /** Hears of every event that is written from now on. Returns a function that stops listening. */
  readonly onEvents: (listener: (events: readonly RunEvent[]) => void) => () => void;
}

export interface QueueWatcher {
  /** The run whose nodes that wait for others before them are told of too. */
  readonly runId?: string | undefined;
  readonly send: (queue: Queue) => void;
  readonly sendUsage: (usage: readonly Usage[]) => void;
}

/** How often processes are looked at, and the queue besides when events tell of a change. */
const tickMs = 1000;
/** After an event, others are waited for so long. */
const eventsMs = 150;
/** What people see of the queue takes at most one part in so many of the server's time. */
const leastShare = 20;

/** Says what runs, what waits and why; and, while somebody watches, what the worker processes use. Nothing is looked at while nobody does. */
export class QueueService {
  readonly #parts: QueueParts;
  /** With the JSON that each was sent last. */
  readonly #watchers = new Map<QueueWatcher, string>();
  #stopListening: (() => void) | undefined;
  #tick: NodeJS.Timeout | undefined;
  #soon: NodeJS.Timeout | undefined;
  #costMs = 0;
  #saidUsage = false;

  constructor(parts: QueueParts) {
    this.#parts = parts;
  }

  /** What runs now, what waits and why. */
  read(runId?: string): Queue {
    const queue = this.#parts.executor.queue(runId);
    const processes = new Map([...this.#parts.runner.attempts].map(([pid, { runId: of, nodeId, attempt }]) => [`${of} ${nodeId} ${attempt}`, pid]));
    return {
      ...queue,
      working: queue.working.map((node) => {
        const processId = processes.get(`${node.runId} ${node.nodeId} ${node.attempt}`);
        return processId === undefined ? node : { ...node, processId };
      }),
    };
  }

  /** Sends the queue whenever it changes, and what attempts use. Returns what is there now, and what ends it. */
  watch(watcher: QueueWatcher): { readonly queue: Queue; readonly stop: () => void } {
    const queue = this.read(watcher.runId);
    this.#watchers.set(watcher, JSON.stringify(queue));
    this.#start();
    return { queue, stop: () => this.#leave(watcher) };
  }

  /** Lets every watcher go. */
  close(): void {
    for (const watcher of this.#watchers.keys()) this.#leave(watcher);
  }

  #leave(watcher: QueueWatcher): void {
    this.#watchers.delete(watcher);
    if (this.#watchers.size > 0) return;
    this.#stopListening?.();
    this.#stopListening = undefined;
    clearTimeout(this.#tick);
    clearTimeout(this.#soon);
    this.#tick = this.#soon = undefined;
  }

  #start(): void {
    if (this.#stopListening) return;
    this.#stopListening = this.#parts.onEvents((events) => {
      if (events.some(({ type }) => type !== 'node.progress' && type !== 'node.log' && type !== 'node.metrics')) this.#refreshSoon();
    });
    void this.#look();
  }

  #refreshSoon(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.#refresh();
    }, Math.max(eventsMs, this.#costMs * leastShare));
  }

  #refresh(): void {
    const started = performance.now();
    for (const [watcher, before] of this.#watchers) {
      const queue = this.read(watcher.runId);
      const now = JSON.stringify(queue);
      if (now === before) continue;
      this.#watchers.set(watcher, now);
      watcher.send(queue);
    }
    this.#costMs = performance.now() - started;
  }

  async #look(): Promise<void> {
    const attempts = this.#parts.runner.attempts;
    const sampled = await this.#parts.sampler.sample([...attempts.keys()]);
    if (this.#watchers.size === 0) return;
    const usage = [...attempts].flatMap(([pid, { runId, nodeId, attempt }]): Usage[] => {
      const of = sampled.get(pid);
      return of ? [{ runId, nodeId, attempt, ...of }] : [];
    });
    if (usage.length > 0 || this.#saidUsage) for (const watcher of this.#watchers.keys()) watcher.sendUsage(usage);
    this.#saidUsage = usage.length > 0;
    this.#refreshSoon();
    clearTimeout(this.#tick);
    this.#tick = setTimeout(() => void this.#look(), tickMs);
  }
}
