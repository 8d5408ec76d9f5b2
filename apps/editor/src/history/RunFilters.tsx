import { Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { later, t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { triggerWords } from '../runs/trigger-words.ts';
import { narrow, useHistory } from './history-store.ts';
import { everyRun, narrowings, type RunFilter } from './run-filter.ts';
import styles from './RunHistory.module.css';

type Choices<Value extends string> = readonly (readonly [Value, string])[];

const states: Choices<RunFilter['state']> = [
  ['', later('Any state')], ['active', later('Not ended yet')], ['succeeded', later('Succeeded')], ['failed', later('Failed')], ['cancelled', later('Cancelled')],
];
const triggers: Choices<RunFilter['trigger']> = [['', later('Started in any way')], ['manual', triggerWords.manual], ['schedule', triggerWords.schedule], ['sample', triggerWords.sample], ['sweep', triggerWords.sweep]];
const times: Choices<RunFilter['time']> = [
  ['', later('At any time')], ['day', later('In the last 24 hours')], ['week', later('In the last 7 days')], ['month', later('In the last 30 days')], ['between', later('Between two days')],
];

/** The search, and what the list can be narrowed to. */
export function RunFilters() {
  const filter = useHistory((state) => state.filter);
  const [opened, setOpened] = useState(() => narrowings(filter) > 0);
  const choices = useId();
  const count = narrowings(filter);
  return (
    <div className={styles.filters} role="search" aria-label={t('Search the runs')}>
      <div className={styles.searchLine}>
        <TextInput
          size="xs" className={styles.search} aria-label={t('Search the runs')} placeholder={t('Tag, note, 12, v3…')} title={t('Words of a tag or note, a number, a version such as v3, or an id')} value={filter.text} maxLength={200}
          leftSection={<Icon name="search" size={13} />} data-testid="history-search" onChange={(event) => narrow({ text: event.currentTarget.value })}
        />
        <Button size="xs" px={8} variant={count > 0 ? 'light' : 'default'} aria-expanded={opened} aria-controls={choices} data-testid="history-filter" onClick={() => setOpened(!opened)}>
          {count > 0 ? t('Filter ({{count}})', { count }) : t('Filter')}
        </Button>
      </div>
      <div id={choices} hidden={!opened} className={styles.choices}>
        <Choice label={t('State')} choices={states} value={filter.state} onChange={(state) => narrow({ state })} />
        <Choice label={t('Trigger')} choices={triggers} value={filter.trigger} onChange={(trigger) => narrow({ trigger })} />
        <Choice label={t('Time')} choices={times} value={filter.time} onChange={(time) => narrow({ time })} />
        {filter.time === 'between' && (
          <div className={styles.days}>
            <TextInput type="date" size="xs" label={t('From')} value={filter.from} max={filter.to || undefined} onChange={(event) => narrow({ from: event.currentTarget.value })} />
            <TextInput type="date" size="xs" label={t('To')} value={filter.to} min={filter.from || undefined} onChange={(event) => narrow({ to: event.currentTarget.value })} />
          </div>
        )}
        <Switch size="xs" label={t('Runs of all workflows')} checked={filter.everywhere} onChange={(event) => narrow({ everywhere: event.currentTarget.checked })} />
        {count > 0 && <Button size="compact-xs" variant="subtle" onClick={() => narrow({ ...everyRun, text: filter.text })}>{t('Show every run')}</Button>}
      </div>
      {filter.tag !== '' && (
        <button type="button" className={styles.tag} data-on onClick={() => narrow({ tag: '' })} aria-label={t('Show runs without the tag {{tag}} too', { tag: filter.tag })}>{filter.tag}<Icon name="close" size={10} /></button>
      )}
    </div>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly choices: Choices<Value>;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, choices, value, onChange }: ChoiceProps<Value>) {
  const data = choices.map(([choice, words]) => ({ value: choice, label: t(words) }));
  return <NativeSelect size="xs" aria-label={label} data={data} value={value} onChange={(event) => onChange(event.currentTarget.value as Value)} />; // the options are choices
}
