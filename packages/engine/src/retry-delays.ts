import type { Clock } from './ports.ts';

/** The nodes of a run that wait before they are tried again. */
export class RetryDelays {
  readonly #callOff = new Map<string, () => void>();
  readonly #clock: Clock;
  readonly #firstMs: number;
  readonly #onOver: () => void;

  constructor(clock: Clock, firstMs: number, onOver: () => void) {
    this.#clock = clock;
    this.#firstMs = firstMs;
    this.#onOver = onOver;
  }

  get nodeIds(): ReadonlySet<string> {
    return new Set(this.#callOff.keys());
  }

  /** The wait doubles with each failure before. */
  add(nodeId: string, failuresBefore: number): void {
    if (this.#callOff.has(nodeId)) return;
    this.#callOff.set(nodeId, this.#clock.after(this.#firstMs * 2 ** failuresBefore, () => {
      this.#callOff.delete(nodeId);
      this.#onOver();
    }));
  }

  close(): void {
    for (const callOff of this.#callOff.values()) callOff();
  }
}
