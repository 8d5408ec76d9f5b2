import { useEffect, useState } from 'react';
import { messageOf } from './request.ts';

export type Fetched<Value> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: Value }
  | { readonly state: 'failed'; readonly message: string };

const kept = new Map<string, Promise<unknown>>();
const capacity = 200;

/** Fetches what never changes once, by key. A failure is not kept, so that a second look tries again. */
export function once<Value>(key: string, fetch: () => Promise<Value>): Promise<Value> {
  const found = kept.get(key) as Promise<Value> | undefined; // the key names the type
  if (found) return found;
  const promise = fetch();
  kept.set(key, promise);
  promise.catch(() => kept.delete(key));
  const oldest = kept.keys().next().value;
  if (kept.size > capacity && oldest !== undefined) kept.delete(oldest);
  return promise;
}

/** The same for a component; `undefined` as key fetches nothing. */
export function useImmutable<Value>(key: string | undefined, fetch: () => Promise<Value>): Fetched<Value> {
  const [fetched, setFetched] = useState<{ key: string | undefined; result: Fetched<Value> }>({ key: undefined, result: { state: 'loading' } });
  useEffect(() => {
    if (key === undefined) return undefined;
    let current = true;
    once(key, fetch).then(
      (value) => current && setFetched({ key, result: { state: 'ready', value } }),
      (error: unknown) => current && setFetched({ key, result: { state: 'failed', message: messageOf(error) } }),
    );
    return () => {
      current = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the key stands for the fetch
  }, [key]);
  return fetched.key === key ? fetched.result : { state: 'loading' };
}
