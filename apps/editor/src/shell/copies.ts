import { parseWorkflow, stringifyWorkflow } from '@millrace/workflow';
import { rename } from '../document/edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { notify, useNotices } from './notices-store.ts';
import { deleteWorkflow, newWorkflow, tell } from './session.ts';

/** Goes on with a copy of the open document under another name; the original stays as the server has it. */
export async function newWorkflowFromThis(): Promise<void> {
  const { document } = useWorkflow.getState();
  useWorkflow.setState({ savedDocument: document });
  await newWorkflow(rename(document, t('{{name}} (copy)', { name: document.name }).slice(0, 200)));
}

/** Opens a workflow file as a new workflow, and offers to undo that for as long as it stays as it was imported. Nodes of unknown type are kept. */
export async function importWorkflow(file: File): Promise<void> {
  const { id: before } = useWorkflow.getState();
  await newWorkflow(parseWorkflow(await file.text()));
  const { id, version, document } = useWorkflow.getState();
  if (id === undefined) return;
  const undo = () => void deleteWorkflow(id, { version, next: before }).catch(tell(t('The import could not be undone')));
  const notice = notify({ kind: 'info', title: t('“{{name}}” was imported', { name: document.name }), action: { label: t('Undo'), run: undo } });
  const stop = useWorkflow.subscribe((now) => {
    if (now.id === id && now.document === document) return;
    stop();
    useNotices.getState().dismiss(notice);
  });
}

/** Hands the open document to the browser as a file. */
export function exportWorkflow(): void {
  const { document: workflow } = useWorkflow.getState();
  const address = URL.createObjectURL(new Blob([stringifyWorkflow(workflow)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${workflow.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'workflow'}.workflow.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
