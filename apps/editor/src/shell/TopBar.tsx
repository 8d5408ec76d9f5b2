import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon, type IconName } from '../icons/Icon.tsx';
import { Wheel } from '../icons/Wheel.tsx';
import { RunBar } from '../runs/RunBar.tsx';
import { openGallery } from '../templates/gallery-store.ts';
import { SaveStatus } from './SaveStatus.tsx';
import styles from './TopBar.module.css';
import { ViewSwitch } from './ViewSwitch.tsx';
import { WorkflowMenu } from './WorkflowMenu.tsx';
import { WorkflowName } from './WorkflowName.tsx';

/** Which workflow is open, whether it is saved, undo and redo, and the run. */
export function TopBar() {
  return (
    <header className={styles.bar}>
      <span className={styles.brand}><Wheel size={24} /><span>Millrace</span></span>
      <WorkflowMenu />
      <Tooltip label={t('New workflow')}>
        <ActionIcon variant="subtle" color="gray" size={30} aria-label={t('New workflow')} data-testid="new-workflow" aria-haspopup="dialog" onClick={() => openGallery()}>
          <Icon name="plus" />
        </ActionIcon>
      </Tooltip>
      <WorkflowName />
      <SaveStatus />
      <span className={styles.spring} />
      <ViewSwitch />
      <History />
      <RunBar />
    </header>
  );
}

function History() {
  const canUndo = useWorkflow((state) => state.history.undo.length > 0);
  const canRedo = useWorkflow((state) => state.history.redo.length > 0);
  const { undo, redo } = useWorkflow.getState();
  return (
    <Button.Group>
      <Step icon="undo" name={t('Undo')} disabled={!canUndo} onClick={undo} />
      <Step icon="redo" name={t('Redo')} disabled={!canRedo} onClick={redo} />
    </Button.Group>
  );
}

function Step({ icon, name, disabled, onClick }: { readonly icon: IconName; readonly name: string; readonly disabled: boolean; readonly onClick: () => void }) {
  return (
    <Tooltip label={name}>
      <ActionIcon variant="subtle" color="gray" size={30} aria-label={name} data-testid={icon} disabled={disabled} onClick={onClick} style={{ background: 'none' }}>
        <Icon name={icon} size={17} />
      </ActionIcon>
    </Tooltip>
  );
}
