import type { ServerMessages } from '@millrace/workflow';

export type Change = Parameters<ServerMessages['changed']>[0];

/** Where services say that something a list shows has changed, for whoever listens. */
export class Changes {
  readonly #listeners = new Set<(change: Change) => void>();

  announce(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** Returns a function that stops listening. */
  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
