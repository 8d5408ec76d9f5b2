import { canonicalJson, mergeWorkflows, type Side, type Workflow, type WorkflowDetail } from '@millrace/workflow';
import { api } from '../api/api.ts';
import { randomUuid } from '../api/random-uuid.ts';
import { messageOf, RequestError } from '../api/request.ts';
import { t } from '../i18n/i18n.ts';
import { notify } from '../shell/notices-store.ts';
import { useWorkflow } from './workflow-store.ts';

const quietMilliseconds = 1200;
let inFlight: Promise<void> | undefined;

/** The id that the first save of a draft asks for, so that one whose answer was lost makes no second workflow. */
let draft: { readonly opened: number; readonly id: string } | undefined;

/** Saves what is unsaved and answers the version that the server has then; one save at a time, whoever asks. Throws when the save was refused. */
export async function saveNow(): Promise<number> {
  while (inFlight || isDirty()) {
    if (inFlight) {
      await inFlight.catch(() => undefined); // whoever began it is told
      continue;
    }
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

/** After a conflict: merges theirs into this document, of what both changed as `choices` say, and saves that. */
export async function mergeTheirs(choices: ReadonlyMap<string, Side>): Promise<void> {
  const { save, document, savedDocument } = useWorkflow.getState();
  if (save.kind !== 'conflict') return;
  takeMerged(mergeWorkflows(savedDocument, document, save.theirs.document, choices).document, save.theirs);
  await saveNow();
}

export function isDirty(): boolean {
  const { document, savedDocument } = useWorkflow.getState();
  return document !== savedDocument;
}

async function saveOnce(): Promise<void> {
  const { id, document, savedDocument, version, opened } = useWorkflow.getState();
  if (canonicalJson(document) === canonicalJson(savedDocument)) {
    useWorkflow.setState({ savedDocument: document, save: { kind: 'saved' } });
    return;
  }
  const isOpen = () => useWorkflow.getState().id === id && useWorkflow.getState().opened === opened;
  useWorkflow.setState({ save: { kind: 'saving' } });
  try {
    const made = id === undefined ? await api.createWorkflow(document, draftId(opened)) : undefined;
    const saved = made ?? await api.saveWorkflow(id ?? '', document, version); // without an id, it was made
    if (!isOpen()) return;
    // A draft that was made before, when the answer was lost, is answered as it was then.
    const taken = made && canonicalJson(made.document) !== canonicalJson(document) ? made.document : document;
    useWorkflow.setState({ id: saved.id, savedDocument: taken, version: saved.version, save: { kind: useWorkflow.getState().document === taken ? 'saved' : 'unsaved' } });
  } catch (error) {
    const refused = error instanceof RequestError && error.status === 409;
    if (id !== undefined && refused) return mergeOrAsk(id, document, error);
    if (refused) draft = undefined;
    if (isOpen()) useWorkflow.setState({ save: { kind: 'failed', message: messageOf(error) } });
    throw error;
  }
}

function draftId(opened: number): string {
  if (draft?.opened !== opened) draft = { opened, id: randomUuid() };
  return draft.id;
}

/**
 * Someone else saved in between. What fits together is merged, to be saved next; else the user is asked. When it was this page, and
 * only the answer was lost, the document was saved.
 */
async function mergeOrAsk(id: string, sent: Workflow, refusal: RequestError): Promise<void> {
  let theirs: WorkflowDetail;
  try {
    theirs = await api.workflow(id);
  } catch (error) {
    if (useWorkflow.getState().id === id) useWorkflow.setState({ save: { kind: 'failed', message: messageOf(error) } });
    throw error;
  }
  const { id: open, document, savedDocument } = useWorkflow.getState();
  if (open !== id) return;
  if (canonicalJson(theirs.document) === canonicalJson(sent)) {
    useWorkflow.setState({ version: theirs.version, savedDocument: sent, save: { kind: document === sent ? 'saved' : 'unsaved' } });
    return;
  }
  const { document: merged, conflicts } = mergeWorkflows(savedDocument, document, theirs.document);
  if (conflicts.length > 0) {
    useWorkflow.setState({ save: { kind: 'conflict', message: messageOf(refusal), theirs, conflicts } });
    throw refusal;
  }
  takeMerged(merged, theirs);
  notify({ kind: 'info', title: t('Merged'), text: t('This workflow was saved elsewhere in the meantime; both changes are in it now. Undo takes the others out again.') });
}

/** The merge is one step that undo takes back. */
function takeMerged(merged: WorkflowDetail['document'], theirs: WorkflowDetail): void {
  useWorkflow.getState().edit(() => merged);
  useWorkflow.setState({ version: theirs.version, savedDocument: theirs.document, save: { kind: 'unsaved' } });
}
