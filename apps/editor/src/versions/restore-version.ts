import { saveNow } from '../document/save-workflow.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { notify } from '../shell/notices-store.ts';
import { closeVersion, fetchVersion } from './version-view-store.ts';

/**
 * Makes the document what it was in a version, as one edit that undo takes back, and saves that as a new version. What was there
 * before is a version too: nothing is lost.
 */
export async function restoreVersion(version: number): Promise<void> {
  const { id, opened } = useWorkflow.getState();
  if (id === undefined) return;
  useWorkflow.getState().endGesture();
  await saveNow();
  const { document } = await fetchVersion(id, version);
  if (useWorkflow.getState().opened !== opened) return;
  closeVersion();
  useWorkflow.getState().edit(() => document);
  await saveNow();
  notify({ kind: 'good', title: t('Version {{version}} is back', { version }), text: t('It was saved as the newest version. Undo takes that back; the others stay in the list.') });
}
