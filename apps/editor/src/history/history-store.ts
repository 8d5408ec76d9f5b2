import type { RunMarks, RunSummary } from '@millrace/workflow';
import { create } from 'zustand';
import { api } from '../api/api.ts';
import { messageOf } from '../api/request.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { useLists } from '../shell/lists-store.ts';
import { everyRun, questionOf, type RunFilter } from './run-filter.ts';

export interface History {
  readonly filter: RunFilter;
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  /** Whether there may be older ones. */
  readonly more: boolean;
  readonly loading: boolean;
  /** Why the list could not be had. */
  readonly trouble: string | undefined;
  /** The runs that are ticked, to be compared. */
  readonly ticked: readonly string[];
}

const pageSize = 50;
const typingMilliseconds = 250;

/** The runs that the history lists. */
export const useHistory = create<History>(() => ({ filter: everyRun, runs: [], more: false, loading: true, trouble: undefined, ticked: [] }));

let asked = 0;
let waiting: ReturnType<typeof setTimeout> | undefined;

/** Keeps the list as the server has it. Returns what ends that. */
export function followHistory(): () => void {
  const stops = [
    useLists.subscribe(({ runs }, before) => runs !== before.runs && void loadRuns()),
    useWorkflow.subscribe(({ id }, before) => id !== before.id && void loadRuns({ anew: true })),
  ];
  void loadRuns({ anew: true });
  return () => {
    clearTimeout(waiting);
    asked++;
    for (const stop of stops) stop();
  };
}

/** Narrows the list; typing is waited for. */
export function narrow(change: Partial<RunFilter>): void {
  useHistory.setState(({ filter }) => ({ filter: { ...filter, ...change } }));
  clearTimeout(waiting);
  waiting = setTimeout(() => void loadRuns({ anew: true }), 'text' in change ? typingMilliseconds : 0);
}

/** Ticks a run, or takes the tick away. */
export function tick(runId: string): void {
  useHistory.setState(({ ticked }) => ({ ticked: ticked.includes(runId) ? ticked.filter((id) => id !== runId) : [...ticked, runId] }));
}

/** Asks for the newest page; older ones that are shown stay, unless the list is made `anew`. */
export async function loadRuns({ anew = false } = {}): Promise<void> {
  await ask((page) => {
    const last = page.at(-1);
    const { runs, more } = useHistory.getState();
    if (anew || last === undefined || page.length < pageSize) return { runs: page, more: page.length === pageSize };
    const older = runs.filter(({ number }) => number < last.number);
    return { runs: [...page, ...older], more: older.length === 0 || more };
  });
}

/** Adds the page after the last run. */
export async function loadOlder(): Promise<void> {
  const { runs } = useHistory.getState();
  await ask((page) => ({ runs: [...runs, ...page], more: page.length === pageSize }), runs.at(-1)?.number);
}

/** Writes tags or a note on a run. Throws a RequestError that says what does not fit. */
export async function annotate(runId: string, marks: RunMarks): Promise<void> {
  const written = await api.annotateRun(runId, marks);
  useHistory.setState(({ runs }) => ({ runs: runs.map((run) => (run.id === runId ? written : run)) }));
}

async function ask(take: (page: readonly RunSummary[]) => Pick<History, 'runs' | 'more'>, before?: number): Promise<void> {
  const turn = ++asked;
  const { id } = useWorkflow.getState();
  const { filter } = useHistory.getState();
  if (id === undefined && !filter.everywhere) {
    useHistory.setState({ runs: [], more: false, loading: false, trouble: undefined });
    return;
  }
  useHistory.setState({ loading: true });
  try {
    const page = await api.findRuns({ ...questionOf(filter, id, new Date()), limit: pageSize, ...(before === undefined ? {} : { before }) });
    if (turn === asked) useHistory.setState({ ...take(page), loading: false, trouble: undefined });
  } catch (error) {
    if (turn === asked) useHistory.setState({ loading: false, trouble: messageOf(error) });
  }
}
