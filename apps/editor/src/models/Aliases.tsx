import { ActionIcon, TextInput } from '@mantine/core';
import { modelAliasSchema, type Model } from '@millrace/workflow';
import { useState } from 'react';
import { api } from '../api/api.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { refresh } from '../shell/lists-store.ts';
import { tell } from '../shell/session.ts';
import styles from './Models.module.css';

/** The movable names of a version. A name that another version has moves here. */
export function Aliases({ model, version }: { readonly model: Model; readonly version: number }) {
  const [adding, setAdding] = useState<string>();
  const names = Object.entries(model.aliases).filter(([, named]) => named === version).map(([name]) => name);
  const valid = adding !== undefined && modelAliasSchema.safeParse(adding).success;
  const add = async () => {
    if (!valid) return;
    setAdding(undefined);
    await api.moveAlias(model.name, adding, version).then(() => refresh('models')).catch(tell(t('The name could not be given')));
  };
  return (
    <span className={styles.aliases}>
      {names.map((name) => (
        <span key={name} className={styles.alias}>
          {name}
          <button type="button" aria-label={t('Remove the name {{name}}', { name })} onClick={() => void api.removeAlias(model.name, name).then(() => refresh('models')).catch(tell(t('The name could not be removed')))}><Icon name="close" size={11} /></button>
        </span>
      ))}
      {adding === undefined
        ? <ActionIcon variant="subtle" color="gray" size={22} aria-label={t('Name version {{version}}', { version })} onClick={() => setAdding('')}><Icon name="plus" size={13} /></ActionIcon>
        : (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void add();
            }}
          >
            <TextInput
              size="xs" w={130} autoFocus aria-label={t('Name for version {{version}}', { version })} placeholder="champion" value={adding}
              error={adding !== '' && !valid ? t('Use lower-case letters, digits and "-", and a letter') : undefined}
              onChange={(event) => setAdding(event.currentTarget.value)} onBlur={() => adding === '' && setAdding(undefined)}
              onKeyDown={(event) => {
                if (event.key !== 'Escape') return;
                event.stopPropagation();
                setAdding(undefined);
              }}
            />
          </form>
        )}
    </span>
  );
}
