import { useDeferredValue, useId, useMemo, useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { t } from '../../i18n/i18n.ts';
import { Icon } from '../../icons/Icon.tsx';
import { Dialog } from '../Dialog.tsx';
import type { Choice } from './choice.ts';
import { Option } from './Option.tsx';
import styles from './Picker.module.css';

interface PickerProps {
  readonly name: string;
  readonly placeholder: string;
  /** What answers a query, in the order in which it is shown. */
  readonly find: (query: string) => readonly Choice[];
  readonly onClose: () => void;
}

/** A dialog that finds one of many choices: a combobox over a list in sections. Ctrl+K closes it too. */
export function Picker({ name, placeholder, find, onClose }: PickerProps) {
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const deferred = useDeferredValue(query);
  const found = useMemo(() => find(deferred), [find, deferred]);
  const list = useId();
  const current = found[Math.min(chosen, found.length - 1)];
  const take = (choice: Choice | undefined) => {
    if (!choice || choice.refused) return;
    flushSync(onClose);
    choice.run();
  };
  const press = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') take(query === deferred ? current : find(query)[0]);
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') onClose();
    else if (step !== undefined && found.length > 0) setChosen((Math.min(chosen, found.length - 1) + step + found.length) % found.length);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog name={name} className={styles.dialog} testId="command-bar" onClose={onClose}>
      <div className={styles.search}>
        <Icon name="search" size={17} />
        <input
          autoFocus role="combobox" aria-expanded aria-autocomplete="list" aria-controls={list} aria-activedescendant={current && optionId(list, current)} aria-label={name}
          autoComplete="off" spellCheck={false} placeholder={placeholder} value={query} onKeyDown={press}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setChosen(0);
          }}
        />
      </div>
      <div className={styles.list} id={list} role="listbox" aria-label={name}>
        {sectionsOf(found).map(([section, items]) => (
          <div key={section} role="group" aria-label={section}>
            <div className={styles.section} aria-hidden>{section}</div>
            {items.map((choice) => <Option key={choice.id} id={optionId(list, choice)} choice={choice} isCurrent={choice === current} onTake={take} />)}
          </div>
        ))}
      </div>
      <p className={found.length === 0 ? styles.none : styles.count} role="status">{found.length > 0 ? t('{{count}} found', { count: found.length }) : deferred === '' ? t('There is nothing here yet.') : t('Nothing matches “{{query}}”. Try a shorter word.', { query: deferred })}</p>
    </Dialog>
  );
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

function optionId(list: string, { id }: Choice): string {
  return `${list}-${id.replaceAll(/\s/g, '_')}`;
}

function sectionsOf(choices: readonly Choice[]): readonly (readonly [string, readonly Choice[]])[] {
  return [...new Set(choices.map(({ section }) => section))].map((section) => [section, choices.filter((choice) => choice.section === section)]);
}
