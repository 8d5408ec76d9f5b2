import { isSettled, type NodeRun, type Run, type RunState } from '@millrace/workflow';
import { create, useStore, type StoreApi } from 'zustand';
import { useStoreWithEqualityFn } from 'zustand/traditional';
import { socket } from '../api/socket.ts';
import { nodeRunOfRecord, useNodeFreshness } from '../freshness/freshness-store.ts';
import { t } from '../i18n/i18n.ts';
import { notify } from '../shell/notices-store.ts';
import { followRun } from './follow-run.ts';
import { inNextFrame } from './in-next-frame.ts';
import { createRunView, type RunView } from './run-view.ts';

interface CurrentRun {
  readonly runId: string | undefined;
  /** Whether the user chose this run from the history: it is shown as it ran; else the newest run takes its place when one starts. */
  readonly pinned: boolean;
  /** What is shown: the run as it is now, or as it was at an instant. */
  readonly view: StoreApi<RunView>;
  /** The run as it is now. */
  readonly live: StoreApi<RunView>;
}

/** Which run the canvas shows. */
export const useCurrentRun = create<CurrentRun>(() => {
  const view = createRunView();
  return { runId: undefined, pinned: false, view, live: view };
});

let stop: (() => void) | undefined;

/** Shows a run on the canvas and follows it; `undefined` shows none. */
export function showRun(runId: string | undefined, { pinned = false } = {}): void {
  if (useCurrentRun.getState().runId === runId) {
    useCurrentRun.setState({ pinned });
    return;
  }
  stop?.();
  const view = createRunView();
  useCurrentRun.setState({ runId, pinned, view, live: view });
  const tell = (message: string) => notify({ kind: 'bad', title: t('The run cannot be shown'), text: message });
  stop = runId === undefined ? undefined : followRun(socket, runId, view, tell, inNextFrame);
}

/** Shows the run as it was; `undefined` goes back to what it is now. */
export function showPast(past: RunView | undefined): void {
  const { view, live } = useCurrentRun.getState();
  if (past === undefined) useCurrentRun.setState({ view: live });
  else if (view === live) useCurrentRun.setState({ view: createRunView(past) });
  else view.setState(past, true);
}

/** What the selector finds in the run that is shown; a component renders again only when that changes. */
export function useRunView<Value>(selector: (view: RunView) => Value): Value {
  return useStore(useCurrentRun((state) => state.view), selector);
}

/** The run that is shown, as of the last time that it or one of its nodes changed its state; progress and curves are not kept up. */
export function useRunStates(): Run | undefined {
  return useStoreWithEqualityFn(useCurrentRun((state) => state.view), ({ run }) => run, sameStates);
}

function sameStates(a: Run | undefined, b: Run | undefined): boolean {
  if (a === b || a?.nodes === b?.nodes) return a?.id === b?.id && a?.state === b?.state;
  return a !== undefined && b !== undefined && a.id === b.id && a.state === b.state && Object.values(b.nodes).every(({ nodeId, state }) => a.nodes[nodeId]?.state === state);
}

/**
 * How one node fares in the run that is shown. While that is the newest, a node that it did not run, or whose newer outputs are
 * not what the document says, is shown as its record has it.
 */
export function useNodeRun(nodeId: string): NodeRun | undefined {
  const pinned = useCurrentRun((state) => state.pinned);
  const freshness = useNodeFreshness(nodeId);
  const shown = useRunView((view) => view.run?.nodes[nodeId]);
  const runId = useCurrentRun((state) => state.runId);
  const record = pinned ? undefined : freshness?.record;
  if (!record || record.runId === runId) return shown;
  return shown && !isSettled(shown) ? shown : nodeRunOfRecord(record);
}

export function useRunState(): RunState | undefined {
  return useRunView((view) => view.run?.state);
}

/** The run that is shown, outside of components. */
export function currentRunView(): RunView {
  return useCurrentRun.getState().view.getState();
}
