import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { api } from '../api/api.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { tell } from '../shell/session.ts';
import styles from './Versions.module.css';
import { refreshVersions } from './versions-store.ts';

/** Gives a version a name, so that it is found again. Enter keeps it, Escape leaves it as it was, an empty one takes it away. */
export function NameForm({ version, name, onDone }: { readonly version: number; readonly name: string; readonly onDone: () => void }) {
  const [words, setWords] = useState(name);
  const id = useWorkflow((state) => state.id);
  const keep = async (event: FormEvent) => {
    event.preventDefault();
    if (id === undefined) return;
    await api.nameVersion(id, version, words);
    await refreshVersions();
    onDone();
  };
  return (
    <form className={styles.form} onSubmit={(event) => void keep(event).catch(tell(t('The name could not be kept')))}>
      <TextInput
        size="xs" autoFocus maxLength={200} aria-label={t('Name of version {{version}}', { version })} placeholder={t('For example: before tuning')} value={words}
        onChange={(event) => setWords(event.currentTarget.value)} onKeyDown={(event) => event.key === 'Escape' && onDone()}
      />
      <Button size="xs" type="submit">{t('Keep')}</Button>
    </form>
  );
}
