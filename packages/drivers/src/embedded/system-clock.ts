import type { Clock } from '@millrace/engine';

const longest = 2 ** 31 - 1;

/** The machine's clock. A wait longer than a timer can hold (24 days) is cut to that. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, Math.min(milliseconds, longest));
    return () => clearTimeout(timer);
  },
};
