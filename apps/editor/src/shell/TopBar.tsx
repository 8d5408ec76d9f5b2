import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { commandById } from '../commands/commands.ts';
import { useCommand } from '../commands/use-command.ts';
import { Icon } from '../icons/Icon.tsx';
import { Wheel } from '../icons/Wheel.tsx';
import { RunActions, RunStanding } from '../runs/RunBar.tsx';
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
      <CommandButton id="workflow.new" testId="new-workflow" />
      <WorkflowName />
      <SaveStatus />
      <span className={styles.spring} />
      <RunStanding />
      <ViewSwitch />
      <CommandButton id="help.commands" testId="open-commands" />
      <Button.Group>
        <CommandButton id="edit.undo" size={17} testId="undo" />
        <CommandButton id="edit.redo" size={17} testId="redo" />
      </Button.Group>
      <RunActions />
    </header>
  );
}

function CommandButton({ id, size = 16, testId }: { readonly id: string; readonly size?: number; readonly testId: string }) {
  const { label, about, ariaKeyShortcuts, isEnabled, perform } = useCommand(id);
  return (
    <Tooltip label={about}>
      <ActionIcon variant="subtle" color="gray" size={30} aria-label={label} aria-keyshortcuts={ariaKeyShortcuts} data-testid={testId} disabled={!isEnabled} onClick={perform} style={{ background: 'none' }}>
        <Icon name={commandById(id).icon ?? 'dots'} size={size} />
      </ActionIcon>
    </Tooltip>
  );
}
