import type { Clock } from './ports.ts';

/** The nodes of a run that wait before they are tried again. */
export class RetryDelays {
  readonly #waits = new Map<string, { readonly until: number; readonly callOff: () => void }>();
  readonly #clock: Clock;
  readonly #firstMs: number;
  readonly #onOver: () => void;

  constructor(clock: Clock, firstMs: number, onOver: () => void) {
    this.#clock = clock;
    this.#firstMs = firstMs;
    this.#onOver = onOver;
  }

  get nodeIds(): ReadonlySet<string> {
    return new Set(this.#waits.keys());
  }

  /** When a node is tried again, in milliseconds since 1970. */
  until(nodeId: string): number | undefined {
    return this.#waits.get(nodeId)?.until;
  }

  /** The wait doubles with each failure before. */
  add(nodeId: string, failuresBefore: number): void {
    if (this.#waits.has(nodeId)) return;
    const wait = this.#firstMs * 2 ** failuresBefore;
    const callOff = this.#clock.after(wait, () => {
      this.#waits.delete(nodeId);
      this.#onOver();
    });
    this.#waits.set(nodeId, { until: this.#clock.now() + wait, callOff });
  }

  close(): void {
    for (const { callOff } of this.#waits.values()) callOff();
  }
}
