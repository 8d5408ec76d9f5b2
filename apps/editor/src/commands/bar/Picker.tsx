import { useDeferredValue, useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { t } from '../../i18n/i18n.ts';
import { Icon } from '../../icons/Icon.tsx';
import { matching, type Choice } from './choice.ts';
import { Option } from './Option.tsx';
import styles from './Picker.module.css';

interface PickerProps {
  readonly name: string;
  readonly placeholder: string;
  readonly choices: readonly Choice[];
  readonly onClose: () => void;
}

/** A dialog that finds one of many choices: a combobox over a list in sections. Escape, a click beside it or Ctrl+K closes it, and the keys go back to where they were. */
export function Picker({ name, placeholder, choices, onClose }: PickerProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const deferred = useDeferredValue(query);
  const found = useMemo(() => matching(choices, deferred), [choices, deferred]);
  const list = useId();
  const current = found[Math.min(chosen, found.length - 1)];
  useLayoutEffect(() => {
    const { current: element } = dialog;
    element?.showModal();
    return () => element?.close(); // gives the focus back
  }, []);
  const take = (choice: Choice | undefined) => {
    if (!choice) return;
    flushSync(onClose);
    choice.run();
  };
  const press = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') take(query === deferred ? current : matching(choices, query)[0]);
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') onClose();
    else if (step !== undefined && found.length > 0) setChosen((Math.min(chosen, found.length - 1) + step + found.length) % found.length);
    else return;
    event.preventDefault();
  };
  return (
    <dialog
      ref={dialog} role="dialog" className={styles.dialog} aria-label={name} data-testid="command-bar"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
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
      <p className={found.length === 0 ? styles.none : styles.count} role="status">{found.length === 0 ? t('Nothing matches “{{query}}”. Try a shorter word.', { query: deferred }) : t('{{count}} found', { count: found.length })}</p>
    </dialog>
  );
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

function optionId(list: string, { id }: Choice): string {
  return `${list}-${id.replaceAll(/\s/g, '_')}`;
}

function sectionsOf(choices: readonly Choice[]): readonly (readonly [string, readonly Choice[]])[] {
  return [...new Set(choices.map(({ section }) => section))].map((section) => [section, choices.filter((choice) => choice.section === section)]);
}
