import type { CancelSignal } from '@millrace/sdk';

/** An AbortSignal that aborts when the other does. */
export function abortSignal(signal: CancelSignal): AbortSignal {
  const controller = new AbortController();
  if (signal.aborted) controller.abort();
  else signal.addEventListener('abort', () => controller.abort(), { once: true });
  return controller.signal;
}
