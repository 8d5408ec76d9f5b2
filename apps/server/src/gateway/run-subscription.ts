import type { RunEvent } from '@millrace/workflow';

export interface RunSubscriptionOptions {
  /** The last `seq` that the page has. */
  readonly after: number;
  /** A page of the run's log: events with a greater `seq`, in order; empty at the end. */
  readonly read: (after: number) => Promise<readonly RunEvent[]>;
  /** Never with an empty list. */
  readonly send: (events: readonly RunEvent[]) => void;
}

/**
 * One page that watches one run: every event once, in order. An event is in the log before it is published, so while the
 * log is being read live events need only be counted, and a live event that does not follow the last one sends us back
 * to the log.
 */
export class RunSubscription {
  readonly #options: RunSubscriptionOptions;
  #last: number;
  #newest = 0;
  #live = false;

  constructor(options: RunSubscriptionOptions) {
    this.#options = options;
    this.#last = options.after;
  }

  /** The first page of the gap; the caller delivers it and then calls `follow`. */
  async first(): Promise<readonly RunEvent[]> {
    const events = await this.#options.read(this.#last);
    this.#last = events.at(-1)?.seq ?? this.#last;
    return events;
  }

  /** Sends the rest of the gap, then what happens live. */
  async follow(): Promise<void> {
    this.#live = false;
    for (;;) {
      const events = await this.#options.read(this.#last);
      this.#deliver(events);
      if (events.length === 0 && this.#last >= this.#newest) break;
    }
    this.#live = true;
  }

  /** Takes notice of live events, which follow each other. Rejects when the log could not be read. */
  async receive(events: readonly RunEvent[]): Promise<void> {
    this.#newest = Math.max(this.#newest, events.at(-1)?.seq ?? 0);
    if (!this.#live) return;
    const fresh = events.filter(({ seq }) => seq > this.#last);
    const [next] = fresh;
    if (!next) return;
    if (next.seq === this.#last + 1) this.#deliver(fresh);
    else await this.follow();
  }

  #deliver(events: readonly RunEvent[]): void {
    const last = events.at(-1);
    if (!last) return;
    this.#last = last.seq;
    this.#options.send(events);
  }
}
