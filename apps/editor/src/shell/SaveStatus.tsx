import { UnstyledButton } from '@mantine/core';
import { saveNow } from '../document/save-workflow.ts';
import { blank, useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import styles from './SaveStatus.module.css';
import { useUi } from './ui-store.ts';

/** Whether the server has what is on the canvas; a click saves at once. */
export function SaveStatus() {
  const save = useWorkflow((state) => state.save);
  const version = useWorkflow((state) => state.version);
  const untouched = useWorkflow((state) => state.id === undefined && state.document === blank);
  const offline = useUi((ui) => ui.offline);
  const words = {
    saved: untouched ? t('Draft') : t('Saved · v{{version}}', { version }), unsaved: t('Unsaved'), saving: t('Saving…'), failed: t('Not saved: try again'), conflict: t('Not saved: conflict'),
  }[save.kind];
  return (
    <UnstyledButton
      className={styles.status} data-testid="save-state" data-state={save.kind} data-version={version} role="status" aria-live="polite"
      title={'message' in save ? save.message : t('Saves by itself; Ctrl+S saves now')}
      onClick={() => void saveNow().catch(() => undefined)}
    >
      {save.kind === 'saved' && !untouched && <Icon name="check" size={13} />}
      {(save.kind === 'failed' || save.kind === 'conflict') && <Icon name="alert" size={13} />}
      {words}
      {offline && <span className={styles.offline}>{t('· not connected')}</span>}
    </UnstyledButton>
  );
}
