import { isSettled, type NodeRun } from '@millrace/workflow';
import { useMemo } from 'react';
import { nodeRunOfRecord, useFreshness } from '../freshness/freshness-store.ts';
import { useCurrentRun, useRunView } from '../runs/current-run.ts';
import { insideState, type InsideState } from './inside-state.ts';

const nothing: Readonly<Record<string, NodeRun>> = {};

/** How nodes fare together in the run that is shown, or by the newest records of its nodes. */
export function useInsideState(inside: readonly string[]): InsideState {
  const runs = useRunView(({ run }) => run?.nodes ?? nothing);
  const freshness = useFreshness((state) => state.byNode);
  const pinned = useCurrentRun((state) => state.pinned);
  const runId = useCurrentRun((state) => state.runId);
  return useMemo(() => {
    const runOf = (id: string) => {
      const [shown, record] = [runs[id], pinned ? undefined : freshness.get(id)?.record];
      return !record || record.runId === runId || (shown && !isSettled(shown)) ? shown : nodeRunOfRecord(record);
    };
    return insideState(inside, runOf, (id) => (pinned ? undefined : freshness.get(id)));
  }, [inside, runs, freshness, pinned, runId]);
}
