import { Button, Menu, ScrollArea, TextInput } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { commandById } from '../commands/commands.ts';
import { useCommand } from '../commands/use-command.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { formatInstant } from '../runs/format.ts';
import { useLists } from './lists-store.ts';
import { openWorkflow, tell } from './session.ts';
import { useUi } from './ui-store.ts';
import styles from './WorkflowMenu.module.css';

const DeleteWorkflow = lazy(() => import('./DeleteWorkflow.tsx'));

/** Opens, copies, imports, exports and deletes workflows. */
export function WorkflowMenu() {
  const deleting = useUi((ui) => ui.deleting);
  const [asked, setAsked] = useState(false); // once it was, it stays, so that it can close in its own time
  if (deleting && !asked) setAsked(true);
  return (
    <>
      <Menu position="bottom-start" width={320} shadow="md">
        <Menu.Target>
          <Button variant="default" size="compact-sm" leftSection={<Icon name="folder" size={15} />} rightSection={<Icon name="chevron" size={13} />} data-testid="workflow-menu">{t('Workflows')}</Button>
        </Menu.Target>
        <Menu.Dropdown><Choices /></Menu.Dropdown>
      </Menu>
      <Suspense fallback={null}>{asked && <DeleteWorkflow />}</Suspense>
    </>
  );
}

/** Made anew each time that the menu opens. */
function Choices() {
  const workflows = useLists((lists) => lists.workflows);
  const id = useWorkflow((state) => state.id);
  const [query, setQuery] = useState('');
  const shown = workflows.filter((workflow) => workflow.name.toLowerCase().includes(query.toLowerCase()));
  return (
    <>
      {workflows.length > 6 && (
        <TextInput size="xs" m={4} aria-label={t('Search workflows')} placeholder={t('Search workflows')} value={query} onChange={(event) => setQuery(event.currentTarget.value)} data-autofocus />
      )}
      <ScrollArea.Autosize mah={300}>
        {shown.map((workflow) => (
          <Menu.Item
            key={workflow.id} data-testid={`open-${workflow.id}`} leftSection={workflow.id === id ? <Icon name="check" size={14} /> : <span className={styles.gap} />}
            onClick={() => void openWorkflow(workflow.id).catch(tell(t('The workflow could not be opened')))}
          >
            <span className={styles.item}><span className="cut">{workflow.name}</span><span className="quiet numbers">v{workflow.version} · {formatInstant(workflow.updatedAt)}</span></span>
          </Menu.Item>
        ))}
      </ScrollArea.Autosize>
      {shown.length === 0 && (workflows.length === 0
        ? <Menu.Label>{t('Nothing was saved yet: what you build is kept here, by its name')}</Menu.Label>
        : <Menu.Item closeMenuOnClick={false} onClick={() => setQuery('')}>{t('No workflow has that name: show all')}</Menu.Item>)}
      <Menu.Divider />
      <CommandItem id="workflow.new" />
      <CommandItem id="workflow.duplicate" />
      <CommandItem id="workflow.import" />
      <CommandItem id="workflow.export" />
      <Menu.Divider />
      <CommandItem id="secrets.show" />
      <Menu.Divider />
      <CommandItem id="workflow.delete" color="var(--bad)" />
    </>
  );
}

function CommandItem({ id, color }: { readonly id: string; readonly color?: string }) {
  const { label, isEnabled, perform } = useCommand(id);
  return <Menu.Item color={color} leftSection={<Icon name={commandById(id).icon ?? 'dots'} size={14} />} disabled={!isEnabled} onClick={perform}>{label}</Menu.Item>;
}
