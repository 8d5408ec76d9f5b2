import { useEffect, useState } from 'react';
import { api } from '../api/api.ts';
import type { Fetched } from '../api/immutable.ts';
import { messageOf } from '../api/request.ts';

/** The next five fires of a schedule, ISO 8601, UTC, asked for a moment after it was changed. */
export function useNextFires(cron: string, timeZone: string): Fetched<readonly string[]> {
  const [fetched, setFetched] = useState<Fetched<readonly string[]>>({ state: 'loading' });
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      api.previewSchedule(cron, timeZone).then(
        ({ nextFires }) => current && setFetched({ state: 'ready', value: nextFires }),
        (error: unknown) => current && setFetched({ state: 'failed', message: messageOf(error) }),
      );
    }, 250);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [cron, timeZone]);
  return fetched;
}
