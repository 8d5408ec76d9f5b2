import { Button, Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import type { ShownColumn } from './table-query.ts';
import styles from './TableView.module.css';

interface ColumnChooserProps {
  readonly columns: readonly ShownColumn[];
  readonly hidden: ReadonlySet<string>;
  readonly onChange: (hidden: ReadonlySet<string>) => void;
}

const mostListed = 300;

/** Which columns are shown; at least one is. */
export function ColumnChooser({ columns, hidden, onChange }: ColumnChooserProps) {
  const [sought, setSought] = useState('');
  const found = columns.filter(({ name }) => name.toLowerCase().includes(sought.toLowerCase()));
  const toggle = (name: string, shown: boolean) => {
    const next = new Set(hidden);
    if (shown) next.delete(name);
    else next.add(name);
    if (next.size < columns.length) onChange(next);
  };
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus withinPortal>
      <Popover.Target><Button size="compact-xs" variant="default" leftSection={<Icon name="columns" size={14} />}>{t('Columns')}</Button></Popover.Target>
      <Popover.Dropdown>
        <div className={styles.form}>
          {columns.length > 8 && <TextInput size="xs" aria-label={t('Find a column')} placeholder={t('Find a column')} value={sought} onChange={(event) => setSought(event.currentTarget.value)} />}
          <div className={styles.choices} role="group" aria-label={t('Columns to show')}>
            {found.slice(0, mostListed).map(({ name }) => (
              <label key={name}><input type="checkbox" checked={!hidden.has(name)} onChange={(event) => toggle(name, event.currentTarget.checked)} /><span className="cut">{name}</span></label>
            ))}
          </div>
          {found.length > mostListed && <span className="quiet">{t('And {{count}} more: write a part of the name.', { count: found.length - mostListed })}</span>}
          {hidden.size > 0 && <Button size="compact-xs" variant="default" onClick={() => onChange(new Set())}>{t('Show all')}</Button>}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
