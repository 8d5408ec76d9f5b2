import { RunLogConflict, type Clock } from './ports.ts';

/** Thrown by `retry` when `close` ends the wait. */
export class BackOffClosed extends Error {}

/** Tries again, waiting longer and longer, what fails only because the run log cannot be reached. */
export class BackOff {
  readonly #clock: Clock;
  readonly #wait: readonly [number, number];
  readonly #onWait: (error: unknown, milliseconds: number) => void;
  #closed = false;
  #endWait: (() => void) | undefined;
  #waiting = 0;

  constructor(options: { readonly clock: Clock; readonly wait: readonly [first: number, longest: number]; readonly onWait: (error: unknown, milliseconds: number) => void }) {
    this.#clock = options.clock;
    this.#wait = options.wait;
    this.#onWait = options.onWait;
  }

  /** The run log could not be reached, and is tried again. */
  get isWaiting(): boolean {
    return this.#waiting > 0;
  }

  async retry<T>(work: () => Promise<T>): Promise<T> {
    let [wait, longest] = this.#wait;
    for (;;) {
      if (this.#closed) throw new BackOffClosed();
      try {
        return await work();
      } catch (error) {
        if (error instanceof RunLogConflict) throw error;
        if (this.#closed) throw new BackOffClosed();
        this.#onWait(error, wait);
        this.#waiting++;
        await this.#sleep(wait).finally(() => this.#waiting--);
        wait = Math.min(wait * 2, longest);
      }
    }
  }

  close(): void {
    this.#closed = true;
    this.#endWait?.();
  }

  #sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const callOff = this.#clock.after(milliseconds, resolve);
      this.#endWait = () => {
        callOff();
        resolve();
      };
    });
  }
}
