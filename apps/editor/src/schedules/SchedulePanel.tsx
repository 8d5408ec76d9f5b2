import { Button } from '@mantine/core';
import type { Trigger } from '@millrace/workflow';
import { freeId, removeTrigger, setTrigger } from '../document/edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { PanelFrame } from '../shell/PanelFrame.tsx';
import { ScheduleForm } from './ScheduleForm.tsx';

/** When the workflow runs by itself. Schedules are part of the document: they are saved and undone with it. */
export default function SchedulePanel() {
  const triggers = useWorkflow((state) => state.document.triggers);
  const { edit } = useWorkflow.getState();
  const add = () => edit((document) => {
    const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
    const trigger: Trigger = { id: freeId(document, 'schedule'), type: 'schedule', cron: '0 6 * * *', timeZone, enabled: true };
    return setTrigger(document, trigger);
  });
  return (
    <PanelFrame title={t('Schedule')} about={triggers.length === 0 ? t('Runs by itself, by the clock of a place. Millrace must be running then.') : t('The saved workflow runs at these times.')}>
      {triggers.map((trigger) => (
        <ScheduleForm
          key={trigger.id}
          trigger={trigger}
          onChange={(next, gesture) => edit((document) => setTrigger(document, next), gesture)}
          onRemove={() => edit((document) => removeTrigger(document, trigger.id))}
        />
      ))}
      <Button variant="default" size="xs" leftSection={<Icon name="plus" size={14} />} onClick={add} data-testid="add-schedule">{t('Add a schedule')}</Button>
    </PanelFrame>
  );
}
