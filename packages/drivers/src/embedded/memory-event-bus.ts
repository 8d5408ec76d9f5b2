import type { EventBus } from '@millrace/engine';
import type { RunEvent } from '@millrace/workflow';

/** Carries events within this process. A listener that throws does not keep the others from hearing. */
export class MemoryEventBus implements EventBus {
  readonly #listeners = new Set<(events: readonly RunEvent[]) => void>();
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void = (error) => console.error(error)) {
    this.#onError = onError;
  }

  publish(events: readonly RunEvent[]): void {
    if (events.length === 0) return;
    for (const listener of this.#listeners) {
      try {
        listener(events);
      } catch (error) {
        this.#onError(error);
      }
    }
  }

  subscribe(listener: (events: readonly RunEvent[]) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
