import { UnstyledButton } from '@mantine/core';
import { saveNow } from '../document/save-workflow.ts';
import { blank, useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { saveWords } from './save-words.ts';
import styles from './SaveStatus.module.css';
import { useUi } from './ui-store.ts';

/** Whether the server has what is on the canvas; a click saves at once. */
export function SaveStatus() {
  const save = useWorkflow((state) => state.save);
  const version = useWorkflow((state) => state.version);
  const untouched = useWorkflow((state) => state.id === undefined && state.document === blank);
  const offline = useUi((ui) => ui.offline);
  const { words, icon } = saveWords({ kind: save.kind, untouched, offline });
  const about = offline ? t('The server does not answer. What you change stays in this page and is saved when the server is back.') : 'message' in save ? save.message : t('Saves by itself; Ctrl+S saves now');
  return (
    <UnstyledButton
      className={styles.status} data-testid="save-state" data-state={save.kind} data-version={version} data-offline={offline} role="status" aria-live="polite"
      title={about} onClick={() => void saveNow().catch(() => undefined)}
    >
      {icon && <Icon name={icon} size={13} />}
      {t(words, { version })}
    </UnstyledButton>
  );
}
