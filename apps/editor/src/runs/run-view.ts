import { evolve, runEventSchema, type LogLine, type Run } from '@millrace/workflow';
import { createStore, type StoreApi } from 'zustand';

/** What the page knows of one run: the fold of its events, and the log lines that came with them. */
export interface RunView {
  readonly run: Run | undefined;
  /** The newest lines by node; `Run` itself only counts them. */
  readonly logs: Readonly<Record<string, readonly LogLine[]>>;
  /** Events folded in; equal to `run.seq` as long as none was lost or counted twice. */
  readonly applied: number;
}

/** Lines kept for each node. */
export const maximumLines = 10_000;

export const emptyRunView: RunView = { run: undefined, logs: {}, applied: 0 };

/** One run's own store, apart from the document, so that undo never touches it. */
export function createRunView(view: RunView = emptyRunView): StoreApi<RunView> {
  return createStore(() => view);
}

/**
 * Folds events in the order given. An event that was folded already is passed over; at a gap it stops and says so, and
 * whoever feeds it asks for what is missing.
 */
export function foldEvents(view: RunView, events: readonly unknown[]): { readonly view: RunView; readonly gap: boolean } {
  let { run, logs, applied } = view;
  for (const unknown of events) {
    const event = runEventSchema.parse(unknown);
    const seen = run?.seq ?? 0;
    if (event.seq <= seen) continue;
    if (event.seq > seen + 1) return { view: { run, logs, applied }, gap: true };
    run = evolve(run, event);
    applied++;
    if (event.type === 'node.log') {
      logs = { ...logs, [event.nodeId]: [...(logs[event.nodeId] ?? []), ...event.lines].slice(-maximumLines) };
    }
  }
  return { view: run === view.run ? view : { run, logs, applied }, gap: false };
}
