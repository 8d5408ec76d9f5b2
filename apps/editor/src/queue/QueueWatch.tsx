import { isFinished } from '@millrace/workflow';
import { useEffect, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { useCurrentRun } from '../runs/current-run.ts';
import { useUi } from '../shell/ui-store.ts';
import { useQueueDialog, watchQueue } from './queue-store.ts';

/** Watches the queue while a run that goes on is shown, or the runs are listed, on a page that is seen: what nobody looks at is not measured. */
export function QueueWatch() {
  const runId = useStore(useCurrentRun((state) => state.live), ({ run }) => (run && !isFinished(run) ? run.id : undefined));
  const listed = useUi(({ panel }) => panel === 'runs');
  const opened = useQueueDialog(({ open }) => open);
  const seen = useSyncExternalStore(onVisibility, () => document.visibilityState === 'visible');
  const wanted = seen && (runId !== undefined || listed || opened);
  useEffect(() => (wanted ? watchQueue(runId) : undefined), [wanted, runId]);
  return null;
}

function onVisibility(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}
