import { Button, Group, TextInput } from '@mantine/core';
import { longestSecret, secretNameSchema } from '@millrace/workflow';
import { useState, type FormEvent } from 'react';
import { api } from '../api/api.ts';
import { messageOf } from '../api/request.ts';
import { t } from '../i18n/i18n.ts';
import { refresh, useLists } from '../shell/lists-store.ts';
import { SecretValue } from './SecretValue.tsx';
import styles from './Secrets.module.css';
import { showSecrets, type SecretsPage } from './secrets-store.ts';

/** Name, value and description of a secret. */
export function SecretForm({ page }: { readonly page: Extract<SecretsPage, { kind: 'form' }> }) {
  const known = useLists((lists) => lists.secrets) ?? [];
  const [name, setName] = useState(page.name ?? freeName(page.suggested ?? '', known.map((secret) => secret.name)));
  const [value, setValue] = useState(page.value ?? '');
  const [description, setDescription] = useState(known.find((secret) => secret.name === page.name)?.description ?? '');
  const [trouble, setTrouble] = useState<string>();
  const [busy, setBusy] = useState(false);
  const taken = page.name === undefined && known.some((secret) => secret.name === name);
  const valid = secretNameSchema.safeParse(name).success;
  const problem = name === '' || valid ? (taken ? t('There is a secret of that name already') : undefined) : t('Begin with a letter; letters, digits, “-”, “_” and “.” may follow');
  const back = () => showSecrets(page.onStored ? undefined : { kind: 'list' });
  const store = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await api.putSecret(name, { value, description });
      await refresh('secrets');
      back();
      page.onStored?.(name);
    } catch (error) {
      setTrouble(messageOf(error));
      setBusy(false);
    }
  };
  return (
    <form className={styles.form} aria-label={page.name === undefined ? t('New secret') : t('A new value for {{name}}', { name: page.name })} autoComplete="off" data-testid="secret-form" onSubmit={(event) => void store(event)}>
      {page.name === undefined && (
        <TextInput
          size="xs" label={t('Name')} description={t('Workflows refer to it by this name, which everybody may see.')} value={name} error={problem} spellCheck={false} maxLength={64} required
          onChange={(event) => setName(event.currentTarget.value)} {...(page.value === undefined ? { 'data-autofocus': true } : {})}
        />
      )}
      <SecretValue value={value} focus={page.name !== undefined} onChange={setValue} />
      <TextInput size="xs" label={t('Description')} placeholder={t('What it opens, and where a new one is made')} value={description} maxLength={500} onChange={(event) => setDescription(event.currentTarget.value)} />
      {page.value !== undefined && <p className="quiet">{t('Older versions of this workflow still hold the value. Where that matters, change it where it comes from, and store the new one.')}</p>}
      {value.length > longestSecret && <p className={styles.trouble} role="alert">{t('A value may have {{count}} characters', { count: longestSecret })}</p>}
      {trouble && <p className={styles.trouble} role="alert">{trouble}</p>}
      <Group gap={6} justify="flex-end">
        <Button size="xs" variant="default" onClick={back}>{t('Not now')}</Button>
        <Button size="xs" type="submit" disabled={!valid || taken || value === '' || value.length > longestSecret} loading={busy}>{t('Store it')}</Button>
      </Group>
    </form>
  );
}

/** The suggestion, or the first of its kind that is free. */
function freeName(suggested: string, known: readonly string[]): string {
  let name = suggested;
  for (let count = 2; known.includes(name); count++) name = `${suggested}-${count}`;
  return name;
}
