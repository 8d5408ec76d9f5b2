import { Button, Group } from '@mantine/core';
import { reloadTheirs, saveOverTheirs } from '../document/save-workflow.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import styles from './ConflictBanner.module.css';
import { newWorkflowFromThis } from './copies.ts';
import { tell } from './session.ts';

/** When someone else saved in between: says so, and lets the user choose. Nothing is overwritten until then. */
export function ConflictBanner() {
  const save = useWorkflow((state) => state.save);
  if (save.kind !== 'conflict') return null;
  const act = (work: () => Promise<void>) => () => void work().catch(tell(t('That did not work')));
  return (
    <div className={styles.banner} role="alert" data-testid="conflict">
      <Icon name="alert" size={18} />
      <p><strong>{t('This workflow was saved elsewhere in the meantime.')}</strong> {save.message}</p>
      <Group gap={6} wrap="nowrap">
        <Button size="compact-sm" variant="default" onClick={act(reloadTheirs)}>{t('Reload theirs')}</Button>
        <Button size="compact-sm" variant="default" onClick={act(newWorkflowFromThis)}>{t('Keep mine as a copy')}</Button>
        <Button size="compact-sm" onClick={act(saveOverTheirs)}>{t('Save mine as the newest version')}</Button>
      </Group>
    </div>
  );
}
