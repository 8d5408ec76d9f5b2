import { Button, Modal } from '@mantine/core';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { deleteWorkflow, tell } from './session.ts';
import { useUi } from './ui-store.ts';
import styles from './WorkflowMenu.module.css';

/** Asks whether the open workflow shall be deleted. */
export default function DeleteWorkflow() {
  const deleting = useUi((ui) => ui.deleting);
  const name = useWorkflow((state) => state.document.name);
  const close = () => useUi.setState({ deleting: false });
  const remove = () => {
    const { id } = useWorkflow.getState();
    close();
    if (id !== undefined) void deleteWorkflow(id).catch(tell(t('The workflow could not be deleted')));
  };
  return (
    <Modal opened={deleting} onClose={close} title={t('Delete this workflow?')} closeButtonProps={{ 'aria-label': t('Close') }}>
      <p>{t('“{{name}}” and its versions will be gone. Saved models and deployments stay.', { name })}</p>
      <div className={styles.buttons}>
        <Button variant="default" onClick={close}>{t('Keep it')}</Button>
        <Button color="red" onClick={remove}>{t('Delete')}</Button>
      </div>
    </Modal>
  );
}
