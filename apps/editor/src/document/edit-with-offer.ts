import { t } from '../i18n/i18n.ts';
import { notify, useNotices } from '../shell/notices-store.ts';
import { useWorkflow } from './workflow-store.ts';

/** Makes an edit, says so, and offers to undo it for as long as it is the last one. */
export function editWithOffer(title: string, edit: () => void): void {
  const before = useWorkflow.getState().history;
  edit();
  const made = useWorkflow.getState().history.undo.at(-1);
  if (made === undefined || made === before.undo.at(-1)) return; // it changed nothing, or was refused
  const id = notify({ kind: 'info', title, action: { label: t('Undo'), run: () => useWorkflow.getState().undo() } });
  const stop = useWorkflow.subscribe(({ history }) => {
    if (history.undo.at(-1) === made) return;
    stop();
    useNotices.getState().dismiss(id);
  });
}
