import { ActionIcon, Select, Switch, TextInput } from '@mantine/core';
import type { InputValue, Trigger, WorkflowInput } from '@millrace/workflow';
import { useMemo } from 'react';
import { useWorkflow } from '../document/workflow-store.ts';
import { shownLanguage, t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { InputsForm } from '../inputs/InputsForm.tsx';
import { presetOf, presets } from './presets.ts';
import styles from './ScheduleForm.module.css';
import { useNextFires } from './use-next-fires.ts';

interface ScheduleFormProps {
  readonly trigger: Trigger;
  readonly onChange: (trigger: Trigger, gesture?: string) => void;
  readonly onRemove: () => void;
}

const noInputs: readonly WorkflowInput[] = [];

/** One schedule: how often, where the clock stands, and the next five fires. */
export function ScheduleForm({ trigger, onChange, onRemove }: ScheduleFormProps) {
  const { cron, timeZone, enabled } = trigger;
  const zones = useMemo(() => [...new Set(['UTC', timeZone, ...Intl.supportedValuesOf('timeZone')])], [timeZone]);
  const next = useNextFires(cron, timeZone);
  const inputs = useWorkflow((state) => state.document.inputs ?? noInputs);
  const setInput = (name: string, value: InputValue | undefined) => {
    const { inputs: before = {}, ...rest } = trigger;
    const { [name]: _old, ...others } = before;
    const now = value === undefined ? others : { ...before, [name]: value };
    onChange(Object.keys(now).length === 0 ? rest : { ...rest, inputs: now }, `inputs:${trigger.id}:${name}`);
  };
  return (
    <section className={styles.schedule} aria-label={t('Schedule {{id}}', { id: trigger.id })} data-testid={`schedule-${trigger.id}`}>
      <div className={styles.top}>
        <Switch size="xs" label={enabled ? t('On') : t('Off')} checked={enabled} onChange={(event) => onChange({ ...trigger, enabled: event.currentTarget.checked })} />
        <ActionIcon variant="subtle" color="gray" size={24} aria-label={t('Remove this schedule')} onClick={onRemove}><Icon name="trash" size={14} /></ActionIcon>
      </div>
      <Select
        size="xs" label={t('How often')} data={[...presets.map(({ cron: value, words }) => ({ value, label: t(words) })), { value: 'other', label: t('Otherwise (cron)') }]}
        value={presetOf(cron)?.cron ?? 'other'} allowDeselect={false}
        onChange={(value) => value !== null && value !== 'other' && onChange({ ...trigger, cron: value })}
      />
      <TextInput
        size="xs" label={t('Cron')} description={t('minute, hour, day, month, weekday')} value={cron} spellCheck={false} maxLength={200}
        error={next.state === 'failed' ? next.message : undefined} styles={{ input: { fontFamily: 'var(--font-mono)' } }}
        onChange={(event) => event.currentTarget.value !== '' && onChange({ ...trigger, cron: event.currentTarget.value }, `cron:${trigger.id}`)}
        onBlur={useWorkflow.getState().endGesture}
      />
      <Select size="xs" label={t('Time zone')} searchable data={zones} value={timeZone} allowDeselect={false} limit={80} onChange={(zone) => zone !== null && onChange({ ...trigger, timeZone: zone })} />
      {inputs.length > 0 && (
        <section aria-label={t('Values for its runs')} onBlur={useWorkflow.getState().endGesture}>
          <h3 className={styles.heading}>{t('Values for its runs')}</h3>
          <InputsForm inputs={inputs} values={trigger.inputs ?? {}} tried onChange={setInput} />
        </section>
      )}
      <div aria-live="polite">
        <h3 className={styles.heading}>{enabled ? t('The next five') : t('Would run at')}</h3>
        <ol className={styles.fires} data-testid="next-fires">
          {next.state === 'ready' && next.value.map((fire) => <li key={fire} className="numbers">{inZone(fire, timeZone)}</li>)}
          {next.state === 'ready' && next.value.length === 0 && <li>{t('Never again')}</li>}
        </ol>
      </div>
    </section>
  );
}

function inZone(iso: string, timeZone: string): string {
  const look = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  try {
    return new Intl.DateTimeFormat(shownLanguage(), { ...look, timeZone }).format(new Date(iso));
  } catch {
    return iso; // a zone that this browser does not know
  }
}
