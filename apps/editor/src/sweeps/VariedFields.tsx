import { ActionIcon, Group, Select, TextInput } from '@mantine/core';
import type { WorkflowInput } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import type { VariedForm } from './sweep-form.ts';
import styles from './Sweeps.module.css';

interface Props {
  readonly input: WorkflowInput;
  readonly form: VariedForm;
  readonly problem: string | undefined;
  readonly onChange: (form: VariedForm) => void;
  readonly onRemove: () => void;
}

/** The values that one input takes: written one by one, or a range of numbers. */
export function VariedFields({ input, form, problem, onChange, onRemove }: Props) {
  const numeric = input.type === 'number' || input.type === 'integer';
  const text = (name: 'list' | 'from' | 'to' | 'steps', label: string, width: number | undefined, error?: string) => (
    <TextInput size="xs" label={label} w={width} style={width === undefined ? { flex: 1 } : undefined} value={form[name]} error={error} onChange={(event) => onChange({ ...form, [name]: event.currentTarget.value })} />
  );
  return (
    <fieldset className={styles.varied}>
      <legend>{input.title ?? input.name}</legend>
      <Group gap={8} align="flex-start" wrap="nowrap">
        {numeric && (
          <Select
            size="xs" w={110} label={t('Values')} allowDeselect={false} value={form.kind} data={[{ value: 'list', label: t('A list') }, { value: 'range', label: t('A range') }]}
            onChange={(kind) => onChange({ ...form, kind: kind === 'range' ? 'range' : 'list' })}
          />
        )}
        {form.kind === 'list' ? text('list', t('With commas between them'), undefined, problem) : (
          <>
            {text('from', t('From'), 90, problem)}{text('to', t('To'), 90)}{text('steps', t('Count'), 64)}
            <Select
              size="xs" w={130} label={t('Apart')} allowDeselect={false} value={form.scale} data={[{ value: 'linear', label: t('evenly') }, { value: 'log', label: t('by factors') }]}
              onChange={(scale) => onChange({ ...form, scale: scale === 'log' ? 'log' : 'linear' })}
            />
          </>
        )}
        <ActionIcon variant="subtle" color="gray" mt={22} aria-label={t('Do not vary {{name}}', { name: input.title ?? input.name })} onClick={onRemove}><Icon name="close" size={14} /></ActionIcon>
      </Group>
    </fieldset>
  );
}
