const turns = new Map<string, Promise<void>>();

/**
 * Acts when nobody else in this process does for the same path: it has one partial file for each. Rejects with the signal's reason when it
 * is aborted before its turn has come.
 */
export async function inTurn<Result>(path: string, signal: AbortSignal | undefined, act: () => Promise<Result>): Promise<Result> {
  for (let other = turns.get(path); other; other = turns.get(path)) await endOf(other, signal);
  const acting = act();
  const done = () => void turns.delete(path);
  turns.set(path, acting.then(done, done));
  return acting;
}

function endOf(turn: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal?.reason as Error);
    signal?.addEventListener('abort', stop, { once: true });
    void turn.then(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    });
  });
}
