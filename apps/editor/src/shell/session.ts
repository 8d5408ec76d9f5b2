// What happens between the page, the address bar and the server.
import type { RunSummary, ServerMessages, Workflow, WorkflowDetail } from '@millrace/workflow';
import { api } from '../api/api.ts';
import { messageOf, RequestError } from '../api/request.ts';
import { socket } from '../api/socket.ts';
import { useComparison } from '../compare/compare-store.ts';
import { useCatalog } from '../document/catalog-store.ts';
import { startColumns } from '../document/columns-store.ts';
import { startDiagnostics } from '../document/diagnostics-store.ts';
import { isDirty, saveNow, startAutosave } from '../document/save-workflow.ts';
import { blank, useWorkflow } from '../document/workflow-store.ts';
import { startFreshness } from '../freshness/follow-freshness.ts';
import { t } from '../i18n/i18n.ts';
import { showRun, useCurrentRun } from '../runs/current-run.ts';
import { closeVersion, openVersion, useVersionView } from '../versions/version-view-store.ts';
import { comparedOf, formatAddress, formatQuery, parseAddress, versionOf, viewOf } from './address.ts';
import { refresh, useLists } from './lists-store.ts';
import { notify } from './notices-store.ts';
import { useUi, type View } from './ui-store.ts';

/** Loads what the page needs, opens the workflow of the address (or the newest), and listens. Returns what ends it. */
export async function startSession(): Promise<() => void> {
  const stops = [startAutosave(), startDiagnostics(), startColumns(), startFreshness()];
  const { workflowId } = parseAddress(location.pathname);
  const asked = workflowId === undefined ? undefined : api.workflow(workflowId);
  asked?.catch(() => undefined); // whoever opens it says what was wrong
  try {
    await Promise.all([useCatalog.getState().refresh(), api.workflows().then((workflows) => useLists.setState({ workflows }))]);
  } catch (error) {
    const locked = error instanceof RequestError && (error.status === 401 || error.status === 403);
    useUi.setState({ stopped: locked ? t('Open the link that the server printed when it started: it lets this browser in.') : messageOf(error) });
    return () => undefined;
  }
  socket.on('connect', () => {
    // A server that was restarted may know other nodes.
    if (useUi.getState().offline) void useCatalog.getState().refresh().catch(() => undefined);
    useUi.setState({ offline: false });
    if (isDirty() && useWorkflow.getState().save.kind !== 'conflict') void saveNow().catch(() => undefined); // the save state says why
    void refresh('workflows', 'runs', 'models', 'deployments', 'schedules', 'secrets').then(showNewestRun);
  });
  socket.on('disconnect', () => useUi.setState({ offline: true }));
  socket.on('connect_error', () => useUi.setState({ offline: true }));
  socket.on('changed', (change) => void onChanged(change).catch(tell(t('The page could not be brought up to date'))));
  socket.connect();
  const onAddress = () => void openFromAddress();
  addEventListener('popstate', onAddress);
  stops.push(useWorkflow.subscribe((state, before) => state.id !== before.id && writeAddress()));
  stops.push(useCurrentRun.subscribe(({ pinned }, before) => before.pinned && !pinned && writeAddress()));
  stops.push(useVersionView.subscribe(({ version, against }, before) => (version !== before.version || against !== before.against) && writeAddress()));
  await openFromAddress(asked);
  return () => {
    for (const stop of stops) stop();
    removeEventListener('popstate', onAddress);
    socket.off();
    socket.disconnect();
  };
}

/**
 * Opens a workflow, after saving the one that is open, and shows its newest run as soon as it is known, or the given one. `asked` is
 * the server's answer about the workflow when it was asked for before.
 */
export async function openWorkflow(workflowId: string, runId?: string, asked?: Promise<WorkflowDetail>): Promise<void> {
  await saveNow();
  const detail = await (asked ?? api.workflow(workflowId));
  showRun(runId, { pinned: runId !== undefined });
  useWorkflow.getState().open(detail);
  useLists.setState({ runs: [], schedules: [] });
  void refresh('runs', 'schedules').then(showNewestRun);
  writeAddress();
}

/** Starts a workflow that the first save will make; at once, unless the open one has to be saved first. */
export async function newWorkflow(document: Workflow = blank): Promise<void> {
  if (isDirty()) await saveNow();
  showRun(undefined);
  useLists.setState({ runs: [], schedules: [] });
  useWorkflow.getState().openDraft(document);
  if (document !== blank) await saveNow();
}

/** Deletes a workflow, with `version` only while that is its latest; where it was open, the one named by `next` is opened, or the newest. */
export async function deleteWorkflow(workflowId: string, { version, next }: { readonly version?: number; readonly next?: string | undefined } = {}): Promise<void> {
  await api.deleteWorkflow(workflowId, version);
  await refresh('workflows');
  if (useWorkflow.getState().id !== workflowId) return;
  useWorkflow.getState().openDraft(blank);
  showRun(undefined);
  const left = useLists.getState().workflows.find(({ id }) => id === next)?.id ?? newestWorkflow();
  if (left !== undefined) await openWorkflow(left);
}

/** Shows a run as it ran, or goes back to editing and to following the newest one. */
export function chooseRun(runId: string | undefined): void {
  closeVersion();
  useComparison.setState({ runIds: undefined });
  if (runId === undefined) {
    useCurrentRun.setState({ pinned: false });
    showNewestRun();
  } else {
    showRun(runId, { pinned: true });
  }
  writeAddress();
}

/** Shows runs beside each other, or goes back to what was shown before. */
export function compareRuns(runIds: readonly string[] | undefined): void {
  closeVersion();
  useComparison.setState({ runIds });
  writeAddress();
}

/** Shows a run of the history, after opening its workflow. */
export function openRun({ id, workflowId }: Pick<RunSummary, 'id' | 'workflowId'>): void {
  if (workflowId === useWorkflow.getState().id) chooseRun(id);
  else void openWorkflow(workflowId, id).catch(tell(t('The workflow could not be opened')));
}

/** A rejection handler that tells the user. */
export function tell(title: string): (error: unknown) => void {
  return (error) => notify({ kind: 'bad', title, text: messageOf(error) });
}

function showNewestRun(): void {
  const [newest] = useLists.getState().runs;
  if (!useCurrentRun.getState().pinned) showRun(newest?.id);
}

async function openFromAddress(asked?: Promise<WorkflowDetail>): Promise<void> {
  useUi.setState({ view: viewOf(location.search) });
  const compared = comparedOf(location.search);
  const { version, against } = versionOf(location.search);
  const address = parseAddress(location.pathname);
  const workflowId = address.workflowId ?? newestWorkflow();
  if (workflowId === undefined || workflowId === useWorkflow.getState().id) return useComparison.setState({ runIds: compared });
  try {
    await openWorkflow(workflowId, address.runId, asked);
    if (compared) compareRuns(compared);
    if (version !== undefined) await openVersion(version, against);
  } catch (error) {
    tell(t('The workflow could not be opened'))(error);
    const other = newestWorkflow();
    if (useWorkflow.getState().id === undefined && other !== undefined && other !== workflowId) await openWorkflow(other).catch(tell(t('The workflow could not be opened')));
  }
}

function newestWorkflow(): string | undefined {
  const [newest] = [...useLists.getState().workflows].sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
  return newest?.id;
}

function writeAddress(): void {
  const { id } = useWorkflow.getState();
  const { runId, pinned } = useCurrentRun.getState();
  const path = formatAddress({ workflowId: id, runId: pinned ? runId : undefined });
  const query = formatQuery({ view: useUi.getState().view, compared: useComparison.getState().runIds, ...useVersionView.getState() });
  if (path + query !== location.pathname + location.search) history.replaceState(null, '', path + query);
}

/** Shows the document as a graph or from top to bottom; the address keeps it. */
export function showView(view: View): void {
  useUi.setState({ view });
  useComparison.setState({ runIds: undefined });
  writeAddress();
}

async function onChanged({ what, id }: Parameters<ServerMessages['changed']>[0]): Promise<void> {
  if (what === 'nodeTypes') await useCatalog.getState().refresh();
  else if (what === 'runs') {
    await refresh('runs');
    showNewestRun();
  } else if (what === 'workflows') {
    await refresh('workflows', 'schedules');
    const { id: open, document } = useWorkflow.getState();
    if (open === undefined && document === blank) await openFromAddress();
    else if (id === undefined || id === open) await takeNewerVersion();
  } else await refresh(what);
}

/** Another page saved the open workflow: take it, unless there is something here that would be lost. */
async function takeNewerVersion(): Promise<void> {
  const { id, version, save } = useWorkflow.getState();
  const listed = useLists.getState().workflows.find((workflow) => workflow.id === id);
  if (id === undefined || !listed || listed.version <= version || save.kind !== 'saved' || isDirty()) return;
  const theirs = await api.workflow(id);
  const now = useWorkflow.getState();
  if (now.id === id && now.save.kind === 'saved' && !isDirty() && theirs.version > now.version) now.open(theirs);
}
