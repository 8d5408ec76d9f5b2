import { canonicalJson } from '@millrace/workflow';
import { api } from '../api/api.ts';
import { messageOf, RequestError } from '../api/request.ts';
import { useWorkflow } from './workflow-store.ts';

const quietMilliseconds = 1200;
let inFlight: Promise<void> | undefined;

/** Saves what is unsaved and answers the version that the server has then. Throws when the save was refused. */
export async function saveNow(): Promise<number> {
  await inFlight?.catch(() => undefined);
  while (isDirty()) {
    inFlight = saveOnce().finally(() => {
      inFlight = undefined;
    });
    await inFlight;
  }
  return useWorkflow.getState().version;
}

/** Saves by itself a moment after the last edit. Returns what stops that. */
export function startAutosave(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = useWorkflow.subscribe((state, before) => {
    if (state.document === before.document || state.save.kind !== 'unsaved') return;
    clearTimeout(timer);
    timer = setTimeout(() => void saveNow().catch(() => undefined), quietMilliseconds);
  });
  const warn = (event: BeforeUnloadEvent) => {
    if (isDirty()) event.preventDefault();
  };
  addEventListener('beforeunload', warn);
  return () => {
    clearTimeout(timer);
    removeEventListener('beforeunload', warn);
    stop();
  };
}

/** After a conflict: takes what the server has; the edits made here are given up. */
export async function reloadTheirs(): Promise<void> {
  const { id, open } = useWorkflow.getState();
  if (id !== undefined) open(await api.workflow(id));
}

/** After a conflict: saves this document as the newest version. The other one stays in the list of versions. */
export async function saveOverTheirs(): Promise<void> {
  const { id } = useWorkflow.getState();
  if (id === undefined) return;
  const theirs = await api.workflow(id);
  useWorkflow.setState({ version: theirs.version, savedDocument: theirs.document, save: { kind: 'unsaved' } });
  await saveNow();
}

export function isDirty(): boolean {
  const { document, savedDocument } = useWorkflow.getState();
  return document !== savedDocument;
}

async function saveOnce(): Promise<void> {
  const { id, document, savedDocument, version } = useWorkflow.getState();
  if (canonicalJson(document) === canonicalJson(savedDocument)) {
    useWorkflow.setState({ savedDocument: document, save: { kind: 'saved' } });
    return;
  }
  useWorkflow.setState({ save: { kind: 'saving' } });
  try {
    const saved = id === undefined ? await api.createWorkflow(document) : await api.saveWorkflow(id, document, version);
    if (useWorkflow.getState().id !== id) return;
    const unchanged = useWorkflow.getState().document === document;
    useWorkflow.setState({ id: saved.id, savedDocument: document, version: saved.version, save: { kind: unchanged ? 'saved' : 'unsaved' } });
  } catch (error) {
    const kind = error instanceof RequestError && error.status === 409 ? 'conflict' : 'failed';
    if (useWorkflow.getState().id === id) useWorkflow.setState({ save: { kind, message: messageOf(error) } });
    throw error;
  }
}
