import { DeadlineExceeded, Overloaded } from './serving-error.ts';

export interface BatchingQueueOptions<Item, Result> {
  /** Answers a batch, in its order. */
  readonly process: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** Whether an item that failed so may be tried once more. Items that failed together are in any case, one by one: a bad item fails alone. */
  readonly mayRetry?: (error: unknown) => boolean;
  /** Most items in a batch. */
  readonly maximumBatch: number;
  /** Most cost in a batch, unless a single item costs more. */
  readonly maximumCost?: number;
  readonly costOf?: (item: Item) => number;
  /** Most items that wait; a request that would exceed it is refused with Overloaded. */
  readonly maximumWaiting: number;
}

export interface SubmitOptions {
  /** Drops what has not been answered yet; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Rejects with DeadlineExceeded after this time; what still waits is then never run. */
  readonly timeoutMs?: number;
}

interface Request<Result> {
  readonly results: Result[];
  missing: number;
  settled: boolean;
  readonly resolve: (results: Result[]) => void;
  readonly reject: (error: unknown) => void;
}

interface Entry<Item, Result> {
  readonly item: Item;
  readonly index: number;
  readonly request: Request<Result>;
  readonly retried: boolean;
}

/**
 * Dynamic batching that never waits for company: a batch starts as soon as the one before has ended, with whatever has
 * arrived meanwhile. One batch runs at a time, first come first served.
 */
export class BatchingQueue<Item, Result> {
  private waiting: Entry<Item, Result>[] = [];
  private running = false;
  private millisecondsPerItem = 0;
  private closed: Error | undefined;
  private whenIdle: (() => void)[] = [];

  constructor(private readonly options: BatchingQueueOptions<Item, Result>) {}

  /** Items that wait to be run. */
  get length(): number {
    return this.waiting.length;
  }

  /** Answers the items in their order, whichever batches they went through. */
  submit(items: readonly Item[], { signal, timeoutMs }: SubmitOptions = {}): Promise<Result[]> {
    if (this.closed) return Promise.reject(this.closed);
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (items.length === 0) return Promise.resolve([]);
    const { maximumWaiting } = this.options;
    if (this.waiting.length + items.length > maximumWaiting) {
      return Promise.reject(new Overloaded(this.waiting.length, maximumWaiting, Math.max(1, Math.ceil(this.waiting.length * this.millisecondsPerItem / 1000))));
    }
    return new Promise<Result[]>((resolve, reject) => {
      const settle = () => {
        request.settled = true;
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      const request: Request<Result> = {
        results: [], missing: items.length, settled: false,
        resolve: (results) => { settle(); resolve(results); },
        reject: (error) => {
          settle();
          this.waiting = this.waiting.filter((entry) => entry.request !== request);
          reject(error);
        },
      };
      const onAbort = () => request.reject(signal?.reason);
      signal?.addEventListener('abort', onAbort, { once: true });
      const timer = timeoutMs === undefined ? undefined : setTimeout(() => request.reject(new DeadlineExceeded(timeoutMs)), timeoutMs);
      this.waiting.push(...items.map((item, index) => ({ item, index, request, retried: false })));
      void this.run();
    });
  }

  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void> {
    return this.running ? new Promise((resolve) => this.whenIdle.push(resolve)) : Promise.resolve();
  }

  /** Refuses what comes from now on; what was accepted is still answered. */
  close(reason: Error): void {
    this.closed ??= reason;
  }

  /** Refuses what waits and what comes from now on. */
  fail(reason: Error): void {
    this.close(reason);
    for (const request of new Set(this.waiting.map((entry) => entry.request))) request.reject(reason);
  }

  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    while (this.waiting.length > 0) await this.runBatch(this.nextBatch());
    this.running = false;
    for (const resolve of this.whenIdle.splice(0)) resolve();
  }

  private nextBatch(): Entry<Item, Result>[] {
    const { maximumBatch, maximumCost = Infinity, costOf = () => 0 } = this.options;
    const [first] = this.waiting;
    let size = 0;
    let cost = 0;
    for (const entry of this.waiting) {
      cost += costOf(entry.item);
      if (size === maximumBatch || (size > 0 && (cost > maximumCost || entry.retried || first?.retried))) break;
      size++;
    }
    return this.waiting.splice(0, size);
  }

  private async runBatch(entries: readonly Entry<Item, Result>[]): Promise<void> {
    const startedAt = performance.now();
    try {
      const results = await this.options.process(entries.map((entry) => entry.item));
      if (results.length !== entries.length) throw new Error(`A batch of ${entries.length} items got ${results.length} results.`);
      results.forEach((result, position) => answer(entries[position], result));
      const each = (performance.now() - startedAt) / entries.length;
      this.millisecondsPerItem = this.millisecondsPerItem === 0 ? each : 0.8 * this.millisecondsPerItem + 0.2 * each;
    } catch (error) {
      const again = entries.length > 1 || (this.options.mayRetry?.(error) ?? false);
      const open = entries.filter((entry) => !entry.request.settled);
      this.waiting.unshift(...open.filter((entry) => again && !entry.retried).map((entry) => ({ ...entry, retried: true })));
      for (const entry of open) if (!again || entry.retried) entry.request.reject(error);
    }
  }
}

function answer<Item, Result>(entry: Entry<Item, Result> | undefined, result: Result): void {
  if (!entry || entry.request.settled) return;
  const { request, index } = entry;
  request.results[index] = result;
  if (--request.missing === 0) request.resolve(request.results);
}
