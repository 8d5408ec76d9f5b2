import { Button, NativeSelect, Popover, TextInput } from '@mantine/core';
import type { Condition } from '@millrace/workflow';
import { useState, type FormEvent } from 'react';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { choicesFor, conditionsOf, draftOf, operandsOf, type Choice, type ShownColumn } from './table-query.ts';
import styles from './TableView.module.css';

interface FilterButtonProps {
  readonly column: ShownColumn;
  readonly filter: readonly Condition[];
  readonly onChange: (filter: readonly Condition[]) => void;
}

/** Opens the condition on a column. */
export function FilterButton({ column, filter, onChange }: FilterButtonProps) {
  const [opened, setOpened] = useState(false);
  const on = filter.some((condition) => condition.column === column.name);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" shadow="md" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <button type="button" className={styles.headButton} data-on={on} aria-label={t('Filter {{column}}', { column: column.name })} title={t('Filter {{column}}', { column: column.name })} onClick={() => setOpened(!opened)}>
          <Icon name="clean" size={14} />
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        {opened && <FilterForm column={column} filter={filter} onChange={(next) => {
          onChange([...filter.filter((condition) => condition.column !== column.name), ...next]);
          setOpened(false);
        }} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function FilterForm({ column, filter, onChange }: FilterButtonProps) {
  const [draft, setDraft] = useState(() => draftOf(column, filter));
  const [trouble, setTrouble] = useState<string>();
  const operands = operandsOf(draft.choice);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const conditions = conditionsOf(column, draft);
    if (typeof conditions === 'string') setTrouble(conditions);
    else onChange(conditions);
  };
  const field = (key: 'value' | 'second', label: string) => (
    <TextInput size="xs" aria-label={label} placeholder={column.type === 'date' || column.type === 'timestamp' ? '2024-01-31' : ''} value={draft[key]} error={key === 'value' && trouble} onChange={(event) => setDraft({ ...draft, [key]: event.currentTarget.value })} />
  );
  return (
    <form className={styles.form} onSubmit={submit} aria-label={t('Filter {{column}}', { column: column.name })}>
      <NativeSelect
        size="xs" label={<span>{t('Rows where {{column}}', { column: column.name })}</span>} value={draft.choice} data={choicesFor(column.type).map(({ choice, words }) => ({ value: choice, label: words }))}
        onChange={(event) => setDraft({ ...draft, choice: event.currentTarget.value as Choice })} // the options are choices
      />
      {operands > 0 && (column.type === 'boolean'
        ? <NativeSelect size="xs" aria-label={t('Value')} value={draft.value} data={[{ value: 'true', label: t('true') }, { value: 'false', label: t('false') }]} onChange={(event) => setDraft({ ...draft, value: event.currentTarget.value })} />
        : field('value', operands === 2 ? t('From') : t('Value')))}
      {operands === 2 && field('second', t('To'))}
      <div className={styles.formRow}>
        <Button type="submit" size="compact-xs">{t('Show these rows')}</Button>
        {filter.some((condition) => condition.column === column.name) && <Button size="compact-xs" variant="default" onClick={() => onChange([])}>{t('Remove')}</Button>}
      </div>
    </form>
  );
}
