import type { Queue } from '@millrace/engine';

/** Wakes executors in this process. */
export class MemoryQueue implements Queue {
  readonly #listeners = new Set<(runId: string) => void>();

  async wake(runId: string): Promise<void> {
    for (const listener of this.#listeners) listener(runId);
  }

  onWake(listener: (runId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }
}
