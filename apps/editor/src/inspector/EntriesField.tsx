import { ActionIcon, Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import type { Json } from './form-fields.ts';
import { asObject } from './form-values.ts';
import type { Frame } from './frame.ts';
import styles from './Inspector.module.css';

interface EntriesFieldProps {
  readonly frame: Frame;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
}

/** A record from text to text, such as old names to new names. */
export function EntriesField({ frame, value, onChange }: EntriesFieldProps) {
  // A row that is still without a key is not part of the record, so the rows are kept here.
  const [rows, setRows] = useState<readonly (readonly [string, string])[]>(() => Object.entries(asObject(value)).map(([key, text]) => [key, String(text)]));
  const change = (next: readonly (readonly [string, string])[]) => {
    setRows(next);
    onChange(Object.fromEntries(next.filter(([key]) => key !== '')));
  };
  const set = (index: number, row: readonly [string, string]) => change(rows.map((old, other) => (other === index ? row : old)));
  return (
    <fieldset className={styles.list}>
      <legend>{frame.label}</legend>
      {frame.description && <p className={styles.hint}>{frame.description}</p>}
      {frame.error && <p className={styles.error}>{frame.error}</p>}
      {rows.map(([key, text], index) => (
        <Group key={index} gap={4} wrap="nowrap">
          <TextInput size="xs" flex={1} aria-label={t('{{label}}, from', { label: frame.label })} value={key} onChange={(event) => set(index, [event.currentTarget.value, text])} />
          <span className="quiet">→</span>
          <TextInput size="xs" flex={1} aria-label={t('{{label}}, to', { label: frame.label })} value={text} onChange={(event) => set(index, [key, event.currentTarget.value])} />
          <ActionIcon size={20} variant="subtle" color="gray" aria-label={t('Remove')} onClick={() => change(rows.filter((_, other) => other !== index))}><Icon name="trash" size={13} /></ActionIcon>
        </Group>
      ))}
      <Button size="compact-xs" variant="default" leftSection={<Icon name="plus" size={13} />} onClick={() => setRows([...rows, ['', '']])}>{t('Add')}</Button>
    </fieldset>
  );
}
