import { Button, FileButton, Menu, Modal, ScrollArea, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { formatInstant } from '../runs/format.ts';
import { openGallery } from '../templates/gallery-store.ts';
import { exportWorkflow, importWorkflow, newWorkflowFromThis } from './copies.ts';
import { useLists } from './lists-store.ts';
import { deleteWorkflow, openWorkflow, tell } from './session.ts';
import styles from './WorkflowMenu.module.css';

/** Opens, copies, imports, exports and deletes workflows. */
export function WorkflowMenu() {
  const workflows = useLists((lists) => lists.workflows);
  const { id, document } = useWorkflow();
  const [query, setQuery] = useState('');
  const [deleting, setDeleting] = useState(false);
  const choose = useRef<() => void>(null);
  const shown = workflows.filter((workflow) => workflow.name.toLowerCase().includes(query.toLowerCase()));
  return (
    <>
      <Menu position="bottom-start" width={320} shadow="md" onClose={() => setQuery('')}>
        <Menu.Target>
          <Button variant="default" size="compact-sm" leftSection={<Icon name="folder" size={15} />} rightSection={<Icon name="chevron" size={13} />} data-testid="workflow-menu">{t('Workflows')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
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
          <Menu.Item leftSection={<Icon name="plus" size={14} />} onClick={() => openGallery()}>{t('New workflow…')}</Menu.Item>
          <Menu.Item leftSection={<Icon name="copy" size={14} />} onClick={() => void newWorkflowFromThis().catch(tell(t('The copy could not be saved')))}>{t('Duplicate this workflow')}</Menu.Item>
          <Menu.Item leftSection={<Icon name="upload" size={14} />} onClick={() => choose.current?.()}>{t('Import from this computer…')}</Menu.Item>
          <Menu.Item leftSection={<Icon name="down" size={14} />} onClick={exportWorkflow}>{t('Export')}</Menu.Item>
          <Menu.Divider />
          <Menu.Item color="var(--bad)" leftSection={<Icon name="trash" size={14} />} disabled={id === undefined} onClick={() => setDeleting(true)}>{t('Delete this workflow…')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <FileButton accept=".json,application/json" onChange={(file) => file && void importWorkflow(file).catch(tell(t('The workflow could not be imported')))}>
        {({ onClick }) => {
          choose.current = onClick;
          return null;
        }}
      </FileButton>
      <Modal opened={deleting} onClose={() => setDeleting(false)} title={t('Delete this workflow?')} closeButtonProps={{ 'aria-label': t('Close') }}>
        <p>{t('“{{name}}” and its versions will be gone. Saved models and deployments stay.', { name: document.name })}</p>
        <div className={styles.buttons}>
          <Button variant="default" onClick={() => setDeleting(false)}>{t('Keep it')}</Button>
          <Button
            color="red"
            onClick={() => {
              setDeleting(false);
              if (id !== undefined) void deleteWorkflow(id).catch(tell(t('The workflow could not be deleted')));
            }}
          >{t('Delete')}</Button>
        </div>
      </Modal>
    </>
  );
}
