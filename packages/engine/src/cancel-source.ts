import type { CancelSignal } from '@millrace/sdk';

/** A signal and the means to abort it, where there is no AbortController: the engine knows neither Node nor a browser. */
export class CancelSource {
  #aborted = false;
  readonly #listeners = new Set<() => void>();
  readonly signal: CancelSignal;

  constructor() {
    const isAborted = () => this.#aborted;
    this.signal = {
      get aborted() {
        return isAborted();
      },
      addEventListener: (_type, listener) => void this.#listeners.add(listener),
      removeEventListener: (_type, listener) => void this.#listeners.delete(listener),
      throwIfAborted: () => {
        if (this.#aborted) throw Object.assign(new Error('This was cancelled'), { name: 'AbortError' });
      },
    };
  }

  abort(): void {
    if (this.#aborted) return;
    this.#aborted = true;
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }
}
